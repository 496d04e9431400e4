import type { DemoWords } from '../demo.ts';

/** What it is, what to try, and when its technique is right. */
export const words: DemoWords = {
	about: [
		'The server renders a fall into the Mandelbrot set, frame by frame, in worker threads, and encodes the frames as one picture. Each finished frame is one short event in its log. Images are fetched beside it, by GET, and not counted.',
		'The job belongs to the server, not to this tab. Its log stays with it: whoever comes back reads it from the beginning.'
	],
	experiments: [
		{
			try: 'Start a job, close the tab, open this page again and press “Show it”.',
			see: 'the job went on. What you missed comes at once, then frame after frame.'
		},
		{
			try: 'Switch to short polling and set “Poll every” to 5 s.',
			see: 'the bar stands still, then jumps; the job is as fast as before. The polls outlive it: who asks cannot know that nothing more comes.'
		},
		{
			try: 'Start two jobs, and a third in a private window.',
			see: 'those that wait are told their place, and each change of it.'
		}
	],
	right: 'One side works and the other watches. SSE is one request for all of it, and after a drop it asks by itself for what it missed.',
	wrong: 'A job of hours that somebody looks at now and then: ask once a minute, with an ETag, and hold no line.'
};
