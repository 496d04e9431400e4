/** Fills the screen with the page, or gives it back. */
export function toggleFullScreen(): void {
	if (document.fullscreenElement) void document.exitFullscreen();
	else void document.documentElement.requestFullscreen?.();
}
