import type { PlotSpec, PlotTheme } from '../plot-spec.ts';

/** Fonts in order of preference; the first is shipped and used for PNG. */
const fonts = 'DejaVu Sans, Verdana, sans-serif';

interface Palette {
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  /** Series, told apart by readers with any kind of colour vision (after Okabe and Ito), and by lightness in print. */
  readonly series: readonly string[];
  readonly genuine: string;
  readonly fraud: string;
  readonly accent: string;
  readonly ramp: readonly string[];
  /** From low to high values, of equal weight: blue, grey, orange. */
  readonly diverging: readonly string[];
  readonly onLow: string;
  readonly onHigh: string;
}

const palettes: Readonly<Record<PlotTheme, Palette>> = {
  light: {
    surface: '#ffffff',
    ink: '#1b1f24',
    muted: '#59636e',
    grid: '#e4e7eb',
    series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'],
    genuine: '#0072b2',
    fraud: '#d55e00',
    accent: '#1b1f24',
    ramp: ['#eef5fa', '#9cc9e3', '#1f6fa5', '#0b4f80'],
    diverging: ['#0072b2', '#b9b2ad', '#d55e00'],
    onLow: '#1b1f24',
    onHigh: '#ffffff',
  },
  dark: {
    surface: '#14181d',
    ink: '#e8ebef',
    muted: '#a3adb8',
    grid: '#2c333b',
    series: ['#56b4e9', '#f0883e', '#2fc59b', '#e39ac4', '#8ecdf2', '#f2c14e'],
    genuine: '#56b4e9',
    fraud: '#f0883e',
    accent: '#e8ebef',
    ramp: ['#1d2731', '#24577a', '#6db6e2', '#a9dbf7'],
    diverging: ['#56b4e9', '#827f84', '#f0883e'],
    onLow: '#e8ebef',
    onHigh: '#14181d',
  },
};

/** The vega-lite config of a theme. Marks name a style (`genuine`, `fraud`, `reference`, …), which gets its colours here. */
export function themeConfig(theme: PlotTheme): PlotSpec {
  const p = palettes[theme];
  return {
    background: p.surface,
    font: fonts,
    padding: 14,
    view: { stroke: null },
    axis: {
      labelColor: p.muted,
      titleColor: p.ink,
      domainColor: p.muted,
      tickColor: p.muted,
      gridColor: p.grid,
      labelFontSize: 11,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 8,
    },
    axisBand: { grid: false, domain: false, ticks: false },
    legend: { labelColor: p.ink, titleColor: p.ink, labelFontSize: 11, titleFontSize: 12, labelLimit: 320 },
    title: { color: p.ink, subtitleColor: p.muted, fontSize: 15, subtitleFontSize: 12, anchor: 'start', offset: 12 },
    header: { labelColor: p.ink, titleColor: p.ink, labelFontSize: 12 },
    text: { color: p.ink, fontSize: 12 },
    range: { category: [...p.series], heatmap: [...p.ramp], ramp: [...p.ramp], diverging: [...p.diverging] },
    style: {
      genuine: { color: p.genuine },
      fraud: { color: p.fraud },
      series: { color: p.series[0]! },
      second: { color: p.series[1]! },
      reference: { color: p.muted },
      chosen: { color: p.fraud, stroke: p.surface },
      accent: { color: p.accent },
      'contour-dot': { color: p.accent, stroke: p.surface },
      timeline: { stroke: p.surface },
      cross: { color: p.accent },
      halo: { color: p.surface, stroke: p.surface },
      note: { color: p.ink },
      'muted-note': { color: p.muted },
      'on-low': { color: p.onLow },
      'on-high': { color: p.onHigh },
    },
  };
}
