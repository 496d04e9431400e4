/** All the script of an embed before somebody clicks: it hears the click and the host, tells its height, and loads the rest. */
import { parseHostMessage } from '#lib/protocol/embed-message.ts';
import type { Theme } from '#lib/protocol/theme.ts';
import { tellHeight } from './height.ts';
import { nightMedia } from './night-media.ts';
import type { RunningEmbed } from './run.ts';

const root = find('embed');
const stage = find('stage');
const button = find('run') as HTMLButtonElement;
const status = find('status');
/** What the page would say had this script not come: from here on this script says it. */
const late = status.textContent;
let running: Promise<RunningEmbed> | undefined;
let isSeen = false;

status.textContent = '';
status.classList.remove('unheard');
tellHeight(root);
// A sandboxed frame may open no window, so that the link does nothing: its address can be copied at least.
if (self.origin === 'null') {
	const address = find('address');
	address.hidden = false;
	address.textContent = root.querySelector<HTMLAnchorElement>('a.full')?.href ?? '';
}

/** As the reader asks: the button goes, and a keyboard goes on from the stage. */
async function playHere(): Promise<void> {
	stage.focus({ preventScroll: true });
	await play();
	if (!running && document.activeElement === stage) button.focus();
}

/** Runs it, or lets it go on. */
async function play(): Promise<void> {
	if (running) return void (await running.catch(() => undefined))?.play();
	button.disabled = true;
	button.textContent = button.dataset.loading ?? '';
	const waiting = setTimeout(() => (status.textContent = late), Number(status.dataset.lateMs));
	running = import('./run.ts').then(({ runEmbed }) => runEmbed(root, stage, isSeen));
	try {
		await running;
		status.textContent = '';
	} catch {
		running = undefined;
		button.disabled = false;
		button.textContent = button.dataset.again ?? '';
		status.textContent = status.dataset.failed ?? '';
	} finally {
		clearTimeout(waiting);
	}
}

button.addEventListener('click', () => void playHere());
// The picture of what runs looks as if it ran.
stage.querySelector('picture')?.addEventListener('click', () => void playHere());
button.disabled = false;

let isWanted = new URLSearchParams(location.search).get('autoplay') === '1';
new IntersectionObserver(([entry]) => {
	isSeen = entry?.isIntersecting ?? false;
	if (!isSeen || !isWanted) return;
	isWanted = false;
	void play();
}).observe(document.documentElement);

addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
	const message = source === parent && parent !== self ? parseHostMessage(data) : undefined;
	if (message?.type === 'play') void play();
	if (message?.type === 'pause') void running?.then((embed) => embed.pause()).catch(() => {});
	if (message?.type === 'theme') showTheme(message.theme);
});

/** The colours of the frame, and of its picture where that is still there. */
function showTheme(theme: Theme): void {
	if (theme === 'auto') delete document.documentElement.dataset.theme;
	else document.documentElement.dataset.theme = theme;
	for (const night of stage.querySelectorAll('source')) night.media = nightMedia(theme);
}

function find(id: string): HTMLElement {
	const element = document.getElementById(id);
	if (element) return element;
	throw new Error(`The page of an embed has no #${id}.`);
}
