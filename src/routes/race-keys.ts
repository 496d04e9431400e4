import type { KeyMap } from '#lib/components/keyboard.ts';
import { INTERVAL_BOUNDS } from '#lib/protocol/page-settings.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { PageSettings } from '#lib/protocol/page-settings.ts';
import type { Race } from '#lib/state/race.svelte.ts';
import { toggleFullScreen } from './full-screen.ts';
import type { Changeable, Link } from './link.svelte.ts';

/** A key's step of the poll interval. */
const STEP = 1.25;

/** Pauses a running race, lets a paused one go on. */
export function pauseOrResume(link: Changeable<PageSettings>): void {
	link.change({ paused: !link.settings.paused }, true);
}

/** Begins anew, and runs. */
export function restart(race: Race, link: Changeable<PageSettings>): void {
	race.restart();
	if (link.settings.paused) link.change({ paused: false }, true);
}

/** Switches a lane on or off; the last one stays on. */
export function toggleLane(link: Changeable<PageSettings>, technique: TechniqueId): void {
	const { techniques } = link.settings;
	const isOn = techniques.includes(technique);
	const next = TECHNIQUE_IDS.filter((id) => (id === technique ? !isOn : techniques.includes(id)));
	if (next.length > 0) link.change({ techniques: next }, true);
}

/** What the keys of the Race do; `lib/content/keys.ts` says it to the visitor. */
export function raceKeys(race: Race, link: Link<PageSettings>, showKeys: () => void): KeyMap {
	const interval = (factor: number) => () => {
		const { min, max } = INTERVAL_BOUNDS;
		const seconds = Math.round(link.settings.interval * factor * 100) / 100;
		link.change({ interval: Math.min(max, Math.max(min, seconds)) });
	};
	// A page that is presented has keys of its own.
	if (link.settings.present > 0) return {};
	// While another tab runs there is nothing to steer, and the buttons are off.
	const steer: KeyMap = {
		' ': () => pauseOrResume(link),
		'.': () => pauseOrResume(link),
		r: () => restart(race, link),
		c: () => race.cutLine()
	};
	return {
		...(race.state === 'elsewhere' ? {} : steer),
		f: toggleFullScreen,
		p: () => link.change({ present: 1 }, true),
		'?': showKeys,
		ArrowLeft: interval(1 / STEP),
		PageUp: interval(1 / STEP),
		ArrowRight: interval(STEP),
		PageDown: interval(STEP),
		...Object.fromEntries(TECHNIQUE_IDS.map((id, index) => [String(index + 1), () => toggleLane(link, id)]))
	};
}
