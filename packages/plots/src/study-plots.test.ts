import { describe, expect, it } from 'vitest';
import { pictureHtml } from './picture-html.ts';
import type { PlotSpec } from './plot-spec.ts';
import { contourSpec } from './specs/contour-spec.ts';
import { optimizationHistorySpec } from './specs/optimization-history-spec.ts';
import { parallelCoordinatesSpec } from './specs/parallel-coordinates-spec.ts';
import { paramImportancesSpec } from './specs/param-importances-spec.ts';
import { paretoFrontSpec } from './specs/pareto-front-spec.ts';
import { rankSpec } from './specs/rank-spec.ts';
import { sliceSpec } from './specs/slice-spec.ts';

/** Every picture with a name of the user in it. */
function picturesOf(name: string): PlotSpec[] {
  const numbers = { name, low: 1, high: 2 };
  const choices = { name, choices: [name, 'b'] };
  const direction = 'maximize' as const;
  const points = [1, 1.5, 2].map((x) => ({ x, y: name, at: x, value: x }));
  return [
    contourSpec({ x: numbers, y: choices, points, direction, valueTitle: name }),
    rankSpec({ x: numbers, y: choices, points, direction, title: name }),
    sliceSpec({ axis: choices, points: [{ at: name, value: 1 }], direction, valueTitle: name, title: name }),
    parallelCoordinatesSpec({
      axes: [numbers, choices],
      lines: [{ at: [1, name], value: 1 }],
      direction,
      valueTitle: name,
    }),
    optimizationHistorySpec({ trials: [{ trial: 0, value: 1 }], direction, valueTitle: name }),
    paretoFrontSpec({ x: { name, direction }, y: { name, direction }, points: [{ x: 1, y: 1, onFront: true }] }),
    paramImportancesSpec({
      methods: [
        { name, shares: [{ param: name, share: 1 }] },
        { name: 'b', shares: [] },
      ],
    }),
  ];
}

describe('pictures of studies', () => {
  it.each([
    '<script>alert(1)</script>',
    '" onload="alert(1)',
    "x' id='y'",
    'x id="a" fill="url(#a)"',
    'constructor',
    '__proto__',
    'a\u2028b',
    'datum["x"]',
    '日本 $&',
    '',
  ])('take nothing of the name %j for markup', async (name) => {
    for (const spec of picturesOf(name)) {
      const html = await pictureHtml(spec, name);
      for (const [tag] of html.matchAll(/<[^>]*>/g)) {
        expect(tag).toMatch(/^<(?:\/\w+|\w+(?: [\w:-]+="[^"<>]*")*\/?)>$/);
        expect(tag).not.toMatch(/^<script| on\w+="/);
      }
    }
  });
});
