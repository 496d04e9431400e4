import type { Script } from '#lib/protocol/present.ts';
import type { ProgressSettings } from './settings.ts';

/** What a presenter of the rendering job goes through. */
export const script: Script<ProgressSettings> = [
	{
		look: 'A real job: the server falls into the Mandelbrot set, and says so after each frame.',
		notes: 'Press “Render it”. The job is the server’s, not this page’s: it goes on if you close the tab.',
		spotlight: 'seats'
	},
	{
		look: 'Asked every five seconds, the bar stands still and then jumps. The job is as fast as before.',
		notes: 'Start another one. Only the news of it is late.',
		settings: { technique: 'polling', interval: 5 },
		spotlight: 'seats'
	},
	{
		look: 'The line is down for six seconds, the job goes on. What was missed comes at once.',
		notes: 'Start a job just before this step, or now: new connections are refused for six seconds, and its log waits.',
		cut: true,
		spotlight: 'seats'
	}
];
