import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { writeEvaluationPlots } from '@fraudx/evaluation';
import { Rng } from '@fraudx/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-plots-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeEvaluationPlots', () => {
  it('writes each picture as PNG and SVG', async () => {
    const rng = new Rng(3);
    const yTrue = Uint8Array.from({ length: 2000 }, () => (rng.uniform() < 0.05 ? 1 : 0));
    const yScore = Float64Array.from(yTrue, (y) => 1 / (1 + Math.exp(3 - 3.2 * y - rng.normal())));
    const written = await writeEvaluationPlots(join(folder, 'new'), { yTrue, yScore, threshold: 0.4 });
    expect(written.map((path) => basename(path))).toEqual(
      [
        'confusion-matrix',
        'roc-curve',
        'precision-recall-curve',
        'calibration',
        'score-distribution',
        'gains-and-lift',
      ].flatMap((name) => [`${name}.png`, `${name}.svg`]),
    );
    for (const path of written) expect((await readFile(path)).length).toBeGreaterThan(2000);
  });

  it('leaves out curves that are undefined', async () => {
    const written = await writeEvaluationPlots(folder, {
      yTrue: Uint8Array.of(0, 0),
      yScore: Float64Array.of(0, 1),
      threshold: 0.4,
      formats: ['svg'],
    });
    expect(written.map((path) => basename(path))).toEqual(['confusion-matrix.svg']);
  });
});
