import type { PlotDirection, PlotSpec } from '@fraudx/plots';
import {
  contourSpec,
  empiricalDistributionSpec,
  paramImportancesSpec,
  parallelCoordinatesSpec,
  rankSpec,
  sliceSpec,
} from '@fraudx/plots';
import { countText } from '@fraudx/core';
import type { Params, SearchSpace, TrialHistory } from '@fraudx/tuning';
import { fanovaImportances, paramImportances, valuesOf } from '@fraudx/tuning';
import type { Direction } from '@fraudx/tuning';
import { studyAxes } from './study-axes.ts';
import type { StudyAxis } from './study-axes.ts';

/** A picture with what it shows in one sentence. */
export interface CaptionedPicture {
  readonly spec: PlotSpec;
  /** For readers who do not see it. */
  readonly alt: string;
  readonly caption: string;
}

/** What is shown of one value of the trials of a study. */
export interface ObjectivePictures {
  /** Absent with fewer than 20 complete trials, or with fewer than two hyperparameters that are searched. */
  readonly importances?: CaptionedPicture & {
    readonly rows: readonly (readonly [string, number, number | undefined])[];
  };
  /** One for each hyperparameter, at most 24. */
  readonly slices: readonly CaptionedPicture[];
  /** Hyperparameters without a slice. */
  readonly notSliced: number;
  /** Two hyperparameters against each other. */
  readonly pair: readonly CaptionedPicture[];
  readonly others: readonly CaptionedPicture[];
}

const fewestTrials = 20;
const mostSlices = 24;
const mostAxes = 10;
/** Trials that the forest learns from; more take minutes and change little. */
const mostLearned = 2000;

interface Complete {
  readonly params: Params;
  readonly value: number;
}

function importancesOf(
  space: SearchSpace,
  directions: readonly Direction[],
  trials: readonly TrialHistory[],
  { objective, seed, axes }: { readonly objective: number; readonly seed: number; readonly axes: readonly StudyAxis[] },
): ObjectivePictures['importances'] {
  const complete = trials.filter((trial) => valuesOf(trial) !== undefined);
  if (complete.length < fewestTrials || axes.length < 2) return undefined;
  const isSearched = new Set(axes.map(({ name }) => name));
  const step = Math.max(1, complete.length / mostLearned);
  const learned = Array.from(
    { length: Math.min(complete.length, mostLearned) },
    (_, k) => complete[Math.floor(k * step)]!,
  );
  const best = Object.entries(paramImportances(space, directions, complete, { objective })).filter(([name]) =>
    isSearched.has(name),
  );
  const whole = new Map(Object.entries(fanovaImportances(space, learned, { objective, seed })));
  const shares = (of: readonly (readonly [string, number])[]): { param: string; share: number }[] =>
    of.map(([param, share]) => ({ param, share }));
  const sample = learned.length < complete.length ? `, from ${countText(learned.length)} of the trials` : '';
  return {
    spec: paramImportancesSpec({
      title: 'Shares by two methods',
      methods: [
        { name: 'best tenth (PED-ANOVA)', shares: shares(best) },
        { name: 'all values (fANOVA)', shares: shares([...whole].filter(([name]) => isSearched.has(name))) },
      ],
    }),
    alt: 'Importance of each hyperparameter by two methods',
    caption: `How much each hyperparameter decides whether a trial is among the best tenth (PED-ANOVA), and how much of the differences between all values it explains by itself (fANOVA${sample})${complete.length < 50 ? '; rough with fewer than 50 complete trials' : ''}${best.every(([name]) => whole.has(name)) ? '' : '; it has no share for those that some trials lack'}.`,
    rows: best.map(([name, share]) => [name, share, whole.get(name)]),
  };
}

function pairPictures(
  [first, second]: readonly StudyAxis[],
  complete: readonly Complete[],
  direction: PlotDirection,
  { valueTitle, isRanked }: { readonly valueTitle: string; readonly isRanked: boolean },
): CaptionedPicture[] {
  if (first === undefined || second === undefined || complete.length < 3) return [];
  const points = complete.flatMap(({ params, value }) => {
    const [x, y] = [first.placeOf(params), second.placeOf(params)];
    return x === undefined || y === undefined ? [] : [{ x, y, value }];
  });
  if (points.length < 3) return [];
  const of = { x: first.axis, y: second.axis, points, direction };
  const which = isRanked ? 'the two most important hyperparameters' : 'the first two hyperparameters';
  return [
    {
      spec: contourSpec({ ...of, valueTitle, title: 'Values over two hyperparameters' }),
      alt: `Value over ${first.name} and ${second.name}`,
      caption: `Where good values lie over ${which}: the stronger the colour, the better the trials around.`,
    },
    {
      spec: rankSpec({ ...of, title: 'Ranks over two hyperparameters' }),
      alt: `Ranks of trials over ${first.name} and ${second.name}`,
      caption: `The trials over ${which}, coloured by their rank, so that a few extreme values do not hide the rest.`,
    },
  ];
}

/**
 * The pictures of one value of the trials of a study; those that would be empty are left out.
 *
 * @param objective - Which value, from 0.
 * @param valueTitle - Its name.
 */
export function objectivePictures(
  {
    space,
    directions,
    seed,
  }: { readonly space: SearchSpace; readonly directions: readonly Direction[]; readonly seed: number },
  history: readonly TrialHistory[],
  objective: number,
  valueTitle: string,
): ObjectivePictures {
  const direction = directions[objective]!;
  const complete = history.flatMap((trial): Complete[] => {
    const value = valuesOf(trial)?.[objective];
    return value === undefined ? [] : [{ params: trial.params, value }];
  });
  const inOrder = studyAxes(space);
  const importances = importancesOf(space, directions, history, { objective, seed, axes: inOrder });
  const axes =
    importances === undefined
      ? inOrder
      : studyAxes(space, Object.fromEntries(importances.rows.map(([name, share]) => [name, share])));
  const isMany = complete.length >= 2;
  // those of conditional hyperparameters would show few trials
  const usual = axes.filter(
    ({ placeOf }) => 2 * complete.filter(({ params }) => placeOf(params) !== undefined).length >= complete.length,
  );
  const sliced = isMany ? axes.slice(0, mostSlices) : [];
  const slices = sliced.flatMap(({ name, axis, placeOf }): CaptionedPicture[] => {
    const points = complete.flatMap(({ params, value }) => {
      const at = placeOf(params);
      return at === undefined ? [] : [{ at, value }];
    });
    if (points.length === 0) return [];
    const alt = `${valueTitle} by ${name}`;
    return [{ spec: sliceSpec({ axis, points, direction, valueTitle }), alt, caption: '' }];
  });
  const shown = axes.slice(0, mostAxes);
  const lines = complete.map(({ params, value }) => ({ at: shown.map(({ placeOf }) => placeOf(params)), value }));
  const values = complete.map(({ value }) => value);
  return {
    ...(importances === undefined ? {} : { importances }),
    slices,
    notSliced: isMany ? axes.length - sliced.length : 0,
    pair: pairPictures(usual.length < 2 ? axes : usual, complete, direction, {
      valueTitle,
      isRanked: importances !== undefined,
    }),
    others: [
      ...(isMany && shown.length > 1
        ? [
            {
              spec: parallelCoordinatesSpec({ axes: shown.map(({ axis }) => axis), lines, direction, valueTitle }),
              alt: 'Trials as lines across their hyperparameters',
              caption: `Each line is a trial: where the orange lines run together, the best trials agree${shown.length < axes.length ? `; the ${shown.length} most important of ${axes.length} hyperparameters` : ''}.`,
            },
          ]
        : []),
      ...(isMany && new Set(values).size > 1
        ? [
            {
              spec: empiricalDistributionSpec({ values, direction, valueTitle }),
              alt: `Share of trials by ${valueTitle}`,
              caption: `The share of trials with at most each value: a curve that ${direction === 'maximize' ? 'stays low until the right end' : 'rises late'} means that ${direction === 'maximize' ? 'most trials came close to the best' : 'few trials came close to the best'}.`,
            },
          ]
        : []),
    ],
  };
}
