import { numberLabels } from './number-labels.ts';
import type { JsonValue } from '@fraudx/core';
import type { PlotSpec } from '../plot-spec.ts';
import type { ParamAxis, ParamPlace } from '../study-plots.ts';

/** Powers of ten of a logarithmic range, with their halves and fifths where there are fewer than two; at most about six. */
function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const step = Math.max(1, Math.ceil((last - first) / 6));
  const factors = last - first > 2 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = first; power <= last; power += step)
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  return ticks.length >= 2 ? ticks : [low, high];
}

/** The ends of the axis as they are drawn: with room where there is one value only. */
function endsOf({ low, high, log }: Extract<ParamAxis, { low: number }>): [number, number] {
  if (low < high) return [low, high];
  if (log === true) return [low / 2, high * 2];
  const room = Math.abs(low) / 10 || 0.5;
  return [low - room, high + room];
}

/** How choices are written below an axis of this width: level where they have room, else sloping, and of very many some. */
function choiceLabels(choices: readonly string[], width: number | undefined): PlotSpec {
  const level = { labelLimit: 110, labelAngle: 0, labelOverlap: 'greedy' };
  if (width === undefined) return level;
  const widest = choices.reduce((most, text) => Math.max(most, Math.min(110, 6.5 * text.length + 8)), 0);
  if (widest * choices.length <= width) return level;
  return { labelLimit: 90, labelAngle: -35, labelAlign: 'right', labelOverlap: choices.length > 14 ? 'greedy' : false };
}

/**
 * The encoding of a hyperparameter's axis.
 *
 * @param width - Of a horizontal axis.
 */
export function paramEncoding(axis: ParamAxis, field: string, width?: number): PlotSpec {
  const titled = { title: axis.name, titleLimit: 250 };
  if ('choices' in axis) {
    return {
      field,
      type: 'nominal',
      sort: [...axis.choices],
      scale: { domain: [...axis.choices] },
      axis: { ...titled, ...choiceLabels(axis.choices, width) },
    };
  }
  const [low, high] = endsOf(axis);
  if (axis.log === true) {
    return {
      field,
      type: 'quantitative',
      scale: { type: 'log', domain: [low, high], nice: false },
      axis: { ...titled, values: logTicks(low, high), ...numberLabels, labelOverlap: 'greedy', labelSeparation: 5 },
    };
  }
  return {
    field,
    type: 'quantitative',
    scale: { domain: [low, high], nice: false, zero: false },
    axis: {
      ...titled,
      tickCount: 5,
      ...(axis.integer === true ? { tickMinStep: 1 } : {}),
      ...numberLabels,
      labelOverlap: 'greedy',
      labelSeparation: 5,
    },
  };
}

/** Where a place lies on the axis, from 0 to 1; choices in the middle of their part. Undefined for one that is not on it. */
export function shareAlong(axis: ParamAxis, place: ParamPlace): number | undefined {
  if ('choices' in axis) {
    const at = axis.choices.indexOf(String(place));
    return at === -1 ? undefined : (at + 0.5) / axis.choices.length;
  }
  const [low, high] = endsOf(axis);
  const value = Number(place);
  if (!Number.isFinite(value)) return undefined;
  const held = Math.min(high, Math.max(low, value));
  return axis.log === true ? Math.log(held / low) / Math.log(high / low) : (held - low) / (high - low);
}

/** The place at a share of the axis. */
export function placeAt(axis: Extract<ParamAxis, { low: number }>, share: number): number {
  const [low, high] = endsOf(axis);
  return axis.log === true ? low * (high / low) ** share : low + share * (high - low);
}

/** A place as data of a picture has it; undefined for one that is not on the axis. */
export function placeValue(axis: ParamAxis, place: ParamPlace): JsonValue | undefined {
  if (shareAlong(axis, place) === undefined) return undefined;
  if ('choices' in axis) return String(place);
  const [low, high] = endsOf(axis);
  return Math.min(high, Math.max(low, Number(place)));
}

/** Offsets of the i-th dot within its choices, in a pattern that looks like chance and is none. */
export function spreadOf(i: number): { readonly xOffset: number; readonly yOffset: number } {
  return { xOffset: (i * 0.618_034) % 1, yOffset: (i * 0.754_878) % 1 };
}

/** The encoding that spreads dots over the part of their choice; nothing where the axis has numbers. */
export function spread(axis: ParamAxis, field: 'xOffset' | 'yOffset'): PlotSpec {
  return 'choices' in axis ? { [field]: { field, type: 'quantitative', scale: { domain: [-0.25, 1.25] } } } : {};
}
