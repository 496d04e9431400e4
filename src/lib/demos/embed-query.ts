import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import type { Fields } from '#lib/protocol/fields.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { Demo } from './demo.ts';

type Embeddable = Pick<Demo, 'fields' | 'plan'>;

/** The settings that an embed's query asks for: where two people meet on one technique, the one that is named means both seats. */
export function readEmbedQuery({ fields, plan }: Embeddable, query: URLSearchParams): DemoSettings {
	const { technique } = readFields(fields, query);
	return readFields(embedFields({ fields, plan }, technique), query);
}

/** The query, `?a=b` or nothing, with which an embed has these settings; what it has untold is left out. */
export function writeEmbedQuery(demo: Embeddable, settings: DemoSettings): string {
	return writeFields(embedFields(demo, settings.technique), settings);
}

/** The table of a demo in an embed. Where the seats open on two techniques, as at the help desk, that mix is its point. */
function embedFields({ fields, plan }: Embeddable, technique: TechniqueId): Fields<DemoSettings> {
	const isOnOne = plan.people.length > 1 && fields.technique.initial === fields.right.initial;
	return isOnOne ? { ...fields, right: { ...fields.right, initial: technique } } : fields;
}
