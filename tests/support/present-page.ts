import type { Page } from 'playwright-core';

/** A projector's screen. */
export const PROJECTOR = { viewport: { width: 1920, height: 1080 } };

/** The stop that is shown, once the page hears keys: what the server rendered does not yet. */
export const stop = (page: Page) =>
	page.evaluate(() =>
		document.documentElement.dataset['spot'] ? document.querySelector<HTMLElement>('.presenter')?.dataset['stop'] : undefined
	);
/** Loads a presenter's page anew, until its line to the room stands: what a remote asks for before that is over. */
export async function reloadPresenter(page: Page): Promise<void> {
	const opened = page.waitForEvent('websocket', { predicate: (socket) => /\/live\/present/.test(socket.url()), timeout: 40_000 });
	await page.reload();
	const isAnswered = ({ payload }: { payload: string | Buffer }) => String(payload).includes('"ack"');
	await (await opened).waitForEvent('framereceived', { predicate: isAnswered, timeout: 40_000 });
}

/** What the audience is to look at. */
export const look = (page: Page) => page.getByTestId('look').textContent();
export const isBlank = (page: Page) => page.getByTestId('blank').isVisible();

/** Ends a talk for all from its speaker's window, which asks whether it is meant. */
export async function endTalk(speaker: Page): Promise<void> {
	await speaker.getByRole('button', { name: 'End the presentation for all' }).click();
	await speaker.getByRole('button', { name: 'End it' }).click();
}
