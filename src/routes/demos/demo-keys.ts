import type { KeyMap } from '#lib/components/keyboard.ts';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import { toggleFullScreen } from '../full-screen.ts';
import type { Link } from '../link.svelte.ts';

/** What the keys of a demo do; `lib/content/keys.ts` says it to the visitor. */
export function demoKeys(run: DemoRun, link: Link<DemoSettings>, showKeys: () => void): KeyMap {
	// A page that is presented has keys of its own.
	if (link.settings.present > 0) return {};
	const pauseOrResume = () => (run.state === 'paused' ? run.resume() : run.pause());
	const step = (by: number) => () => {
		const count = TECHNIQUE_IDS.length;
		const index = (TECHNIQUE_IDS.indexOf(link.settings.technique) + by + count) % count;
		link.change({ technique: TECHNIQUE_IDS[index] ?? 'sse' }, true);
	};
	return {
		' ': pauseOrResume,
		'.': pauseOrResume,
		r: () => run.restart(),
		c: () => run.cutOrMend(),
		f: toggleFullScreen,
		p: () => link.change({ present: 1 }, true),
		'?': showKeys,
		PageUp: step(-1),
		PageDown: step(1),
		...Object.fromEntries(TECHNIQUE_IDS.map((technique, index) => [String(index + 1), () => link.change({ technique }, true)]))
	};
}
