import type { JsonValue } from '@fraudx/core';

/** A vega-lite specification: plain JSON, without colours of its own; the theme is chosen when it is drawn. */
export type PlotSpec = Readonly<Record<string, JsonValue>>;

/** Colours for a light or a dark page. */
export type PlotTheme = 'light' | 'dark';
