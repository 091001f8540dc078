import { metricText } from '@fraudx/core';
import type { SelectionFigures } from '@fraudx/pipelines';
import type { Direction } from '@fraudx/tuning';

/** What the text says about the choice; nothing for one trial. */
export function selectionFacts(
  metric: string,
  direction: Direction,
  selection: SelectionFigures,
  /** Whether the model is that of the best trial. */
  isBestKept = true,
): (readonly [string, string])[] {
  if (selection === null || selection.trials < 2) return [];
  const { trials, mean, standard_error: error, within_standard_error: within, optimism, expected } = selection;
  const near =
    error === null
      ? ''
      : `; standard error of the best ${metricText(error)}, ${within} of ${trials} trials lie within it`;
  const worse = direction === 'maximize' ? 'less' : 'more';
  const guess =
    Number(metricText(optimism)) === 0
      ? '; these trials do not show by how much'
      : `, about ${metricText(expected)} on rows like these (${metricText(optimism)} ${worse})`;
  const size = optimism === null ? '' : guess;
  const least = `the best of ${trials} trials is optimistic`;
  return [
    ['trials', `mean ${metric} ${metricText(mean)}${near}`],
    [
      'optimism',
      isBestKept
        ? `${least}: expect ${worse} on the test set${size}`
        : `${least}; the trial that is kept is another one`,
    ],
  ];
}
