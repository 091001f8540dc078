import { metricText, openTimeZone, roundedText, timeText } from '@fraudx/core';
import type { Exploration } from '@fraudx/data';
import type { PlotSpec } from '@fraudx/plots';
import { pictureHtml, tableHtml } from '@fraudx/plots';
import { labelsOf } from './axis-labels.ts';
import { shownShifts } from './columns-to-show.ts';

type Segments = NonNullable<Exploration['drift']>['segments'];

/** A share of the rows in each stretch of time. */
function overTimeSpec(
  segments: Segments,
  isTime: boolean,
  title: string,
  axisTitle: string,
  shareOf: (segment: Segments[number]) => number | null,
  timeZone: string | undefined,
): PlotSpec {
  const zone = openTimeZone(timeZone);
  const values = segments.map((segment, order) => ({
    label: isTime ? timeText(zone.localOf(segment.from)).slice(0, 10) : roundedText(segment.from, 5),
    order,
    rate: shareOf(segment),
  }));
  return {
    title: { text: title, subtitle: 'ten periods with equal numbers of rows, named by their start' },
    width: 640,
    height: 160,
    data: { values },
    mark: { type: 'line', style: 'series', point: { style: 'series' } },
    encoding: {
      x: {
        field: 'order',
        type: 'ordinal',
        axis: { title: null, labelAngle: 0, labelOverlap: 'greedy', labelExpr: labelsOf(values) },
      },
      y: { field: 'rate', type: 'quantitative', axis: { title: axisTitle, format: '.3~p' } },
    },
  };
}

function withoutLabel({ unlabelled = 0, rows }: Segments[number]): number {
  return unlabelled / rows;
}

/** What changes over time, as HTML. */
export async function driftHtml(
  { segments, columns }: NonNullable<Exploration['drift']>,
  timeZone: string | undefined,
): Promise<string> {
  const isTime = segments.every(({ from }) => from > 1e11);
  const hasRates = segments.some(({ fraudRate }) => fraudRate !== undefined);
  const shifts = shownShifts(columns);
  return [
    hasRates
      ? await pictureHtml(
          overTimeSpec(
            segments,
            isTime,
            'Fraud rate over time',
            'fraud rate',
            ({ fraudRate }) => fraudRate ?? null,
            timeZone,
          ),
          'Fraud rate over time',
        )
      : '',
    segments.some(({ unlabelled = 0 }) => unlabelled > 0)
      ? await pictureHtml(
          overTimeSpec(
            segments,
            isTime,
            'Rows without a label over time',
            'share without a label',
            withoutLabel,
            timeZone,
          ),
          'Rows without a label over time',
        )
      : '',
    shifts.length === 0
      ? '<p>No column shifts between the first and the last half of the rows (population stability index less than 0.1 above what chance gives).</p>'
      : `<div class="narrow">${tableHtml(
          ['column', 'PSI, first half to last', 'by chance', 'shift'],
          shifts.map(({ column, psi, expected, shift }) => [
            { text: column },
            { text: metricText(psi), kind: 'number' },
            { text: metricText(expected), kind: 'number' },
            { text: shift },
          ]),
        )}</div>`,
  ].join('\n');
}
