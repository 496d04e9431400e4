import type { Script } from '#lib/protocol/present.ts';
import type { ProgressSettings } from './settings.ts';

/** What a presenter of the rendering job goes through. */
export const script: Script<ProgressSettings> = [
	{
		look: 'A real job: the server falls into the Mandelbrot set, and says so after each frame.',
		notes: 'A job starts by itself. It is the server’s, not this page’s: it goes on if you close the tab.',
		acts: true,
		spotlight: 'seats'
	},
	{
		look: 'Asked every five seconds, the bar stands still and then jumps. The job is as fast as before.',
		notes: 'Where the job before is half done a new one starts. Only the news of it is late.',
		settings: { technique: 'polling', interval: 5 },
		acts: true,
		spotlight: 'seats'
	},
	{
		look: 'The line goes down for six seconds, the job goes on. What was missed comes at once.',
		notes: 'A job is at work; once it is seen to be, the line is cut. New connections are refused for six seconds, and its log waits.',
		acts: true,
		cut: true,
		spotlight: 'seats'
	}
];
