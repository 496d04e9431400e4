import type { DemoWords } from '../demo.ts';

export const words: DemoWords = {
	about: ['Two seats in one room.'],
	experiments: [{ try: 'Cut the line and type.', see: 'The message is sent once it is back, once.' }],
	right: 'Both sides speak, often.',
	wrong: 'One side only listens.'
};
