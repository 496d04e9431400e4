import type { Component } from 'svelte';
import type { Demo } from '#lib/demos/demo.ts';
import type { EmbedSettings } from '#lib/protocol/embed-settings.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { EmbedLife } from '#lib/state/embed-life.svelte.ts';
import type { StreamBudget } from '#lib/state/stream-budget.ts';

/** What is given to whatever runs in an embed. */
export interface EmbedProps {
	/** The settings to begin with, as the full page would be asked for them. */
	readonly query: URLSearchParams;
	readonly shown: EmbedSettings;
	readonly life: EmbedLife;
	readonly budget: StreamBudget;
	/** The path of the full page with the settings as they are now. */
	onPage(path: string): void;
}

/** A demo as an embed runs it. */
export interface EmbedDemoProps extends EmbedProps {
	readonly id: string;
	readonly title: string;
	readonly demo: Demo;
}

interface AnyRunner {
	readonly id: string;
	readonly title: string;
	/** What its frame's address asks for, as the full page would be asked. */
	readonly query: URLSearchParams;
	/** The techniques that it begins with; none where there is nothing to follow yet. */
	readonly techniques: readonly TechniqueId[];
}

/** What an embed was loaded to run. */
export type Runner =
	| (AnyRunner & { readonly id: 'race'; readonly Race: Component<EmbedProps> })
	| (AnyRunner & { readonly demo: Demo; readonly Demo: Component<EmbedDemoProps> });
