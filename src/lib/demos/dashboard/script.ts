import type { Script } from '#lib/protocol/present.ts';
import type { DashboardSettings } from './settings.ts';

/** What a presenter of the dashboard goes through. */
export const script: Script<DashboardSettings> = [
	{
		look: 'What the server holds and moves while it serves us: one sample a second, sent to everybody who looks.',
		notes: 'Have the class open the Race: both charts, connections and bytes, rise while they do.',
		settings: { seconds: 30 },
		spotlight: 'seats'
	},
	{
		look: 'Most answers said: nothing new. A\u00a0sample comes once a second, however often one asks.',
		notes: 'A sample comes once a second; the seat asks every fifth of one.',
		settings: { seconds: 30, technique: 'polling', interval: 0.2 },
		spotlight: 'seats',
		ask: {
			question: 'Five questions a second, one sample: how many in 20 s are for nothing?',
			figure: 'empty',
			of: ['polling'],
			seconds: 20
		}
	},
	{
		look: 'The line goes down for six seconds: the charts stand still, then every missed second comes at once.',
		notes: 'The log keeps two minutes. The browser says what it had last, and no second is missing.',
		settings: { seconds: 30 },
		cut: true,
		spotlight: 'seats'
	}
];
