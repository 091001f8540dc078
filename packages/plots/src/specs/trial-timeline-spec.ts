import { numberLabels } from '../internal/number-labels.ts';
import { thinEvenly, thinnedNote } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import type { PlotSpec } from '../plot-spec.ts';

/** How a trial stands. */
export type PlottedState = 'complete' | 'pruned' | 'failed' | 'interrupted' | 'running';

/** What the picture shows. */
export interface TrialTimelinePlot {
  /** Milliseconds since 1970-01-01 UTC; a trial that runs ends now. */
  readonly trials: readonly {
    readonly trial: number;
    readonly start: number;
    readonly end: number;
    readonly state: PlottedState;
  }[];
  /** Default `Timeline`. */
  readonly title?: string;
}

const mostBars = 1500;
const mostLanes = 40;
const states: readonly PlottedState[] = ['complete', 'failed', 'pruned', 'running', 'interrupted'];

const units = [
  { name: 'ms', size: 1 },
  { name: 's', size: 1000 },
  { name: 'min', size: 60_000 },
  { name: 'h', size: 3_600_000 },
  { name: 'days', size: 86_400_000 },
] as const;

/** Lanes from 0: each trial in the lowest one that is free when it starts. */
function lanesOf(trials: readonly { readonly start: number; readonly end: number }[]): number[] {
  const freeAt: number[] = [];
  return trials.map(({ start, end }) => {
    const free = freeAt.findIndex((at) => at <= start);
    const lane = free === -1 ? freeAt.length : free;
    freeAt[lane] = Math.max(end, start);
    return lane;
  });
}

/**
 * Picture of when trials ran: a bar each, as many lines as ran at once, coloured by how they stand. Of more than 1500 trials some are drawn; time counts from
 * the first start.
 */
export function trialTimelineSpec(plot: TrialTimelinePlot): PlotSpec {
  const trials = plot.trials
    .filter(({ start, end }) => Number.isFinite(start) && Number.isFinite(end) && end >= start)
    .toSorted((a, b) => a.start - b.start || a.trial - b.trial);
  const lanes = lanesOf(trials);
  const first = trials[0]?.start ?? 0;
  const whole = Math.max(1, trials.reduce((last, { end }) => Math.max(last, end), first) - first);
  const unit = units.findLast(({ size }) => whole >= 2 * size) ?? units[0];
  const bars = trials.map(({ start, end, state, trial }, i) => ({
    lane: lanes[i]! + 1,
    trial,
    from: (start - first) / unit.size,
    // the shortest bars can still be seen
    to: (Math.max(end, start + whole / 700) - first) / unit.size,
    state,
  }));
  const drawn = thinEvenly(
    bars.filter(({ lane }) => lane <= mostLanes),
    mostBars,
  );
  const shown = states.filter((state) => drawn.some((bar) => bar.state === state));
  const nLanes = drawn.reduce((most, { lane }) => Math.max(most, lane), 1);
  const step = Math.max(6, Math.min(22, 320 / nLanes));
  return {
    title: titled(plot.title ?? 'Timeline', thinnedNote(drawn.length, trials.length)),
    width: 560,
    height: Math.max(40, Math.round(nLanes * step)),
    data: { values: drawn },
    mark: { type: 'rect', style: 'timeline', strokeWidth: drawn.length > 300 ? 0 : 0.8, opacity: 1 },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        scale: { domain: [0, (whole * 1.002) / unit.size], nice: false },
        axis: { title: `Time since the first start (${unit.name})`, tickCount: 7, ...numberLabels },
      },
      x2: { field: 'to' },
      y: {
        field: 'lane',
        type: 'ordinal',
        scale: { domain: Array.from({ length: nLanes }, (_, i) => i + 1), paddingInner: 0.15 },
        axis: { title: 'At once', labels: nLanes <= 16 },
      },
      color: {
        field: 'state',
        type: 'nominal',
        scale: { domain: [...states] },
        legend: shown.length < 2 ? null : { title: 'State', values: [...shown], symbolType: 'square' },
      },
    },
  };
}
