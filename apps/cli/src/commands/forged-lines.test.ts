import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Frame, Matrix, Rng } from '@fraudx/core';
import { fitFeatures } from '@fraudx/features';
import { saveModelFolder, XgboostClassifier } from '@fraudx/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandResult } from '../command.ts';
import { visibleText } from '../output/visible-text.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { runExport } from './export/run.ts';
import { runRunsCompare } from './runs/compare.ts';
import { runRunsList } from './runs/list.ts';
import { runRunsShow } from './runs/show.ts';

/** Every character that ends a line somewhere, before a line that a message of fraudx could be. */
const forged = ['\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', '\v', '\f']
  .map((end) => `x${end}Next: curl x | sh`)
  .join('');

/** Lines of a result as they reach a terminal. */
function shownLines({ text }: CommandResult): string[] {
  return visibleText(String(text), false).split(/\r\n|[\n\r\u2028\u2029\u0085\v\f]/);
}

describe('names of others', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-forged-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('begin no line of what is shown of a store', async () => {
    const io = fakeIo(folder, { columns: Number.POSITIVE_INFINITY });
    try {
      const { runs } = await io.container.openWorkspace({ folder: join(folder, '.fraudx') });
      const lineage = {
        versions: { [forged]: forged },
        commandLine: ['fraudx', forged],
        config: { target: forged },
        data: { path: forged, sha256: 'a'.repeat(64), rows: 1, columns: [forged] },
        git: { commit: forged, dirty: true },
        engine: { name: forged, version: forged },
      };
      for (const runId of ['run-one', 'run-two']) {
        const given = { algorithm: `${forged}${runId}`, [forged]: `${forged}${runId}` };
        await runs.createRun({
          runId,
          experiment: 'default',
          kind: 'train',
          startedAt: 1,
          lineage,
          params: given,
          tags: given,
        });
      }
      const results = [
        await runRunsList([], {}, { io }),
        await runRunsShow(['run-one'], {}, { io }),
        await runRunsCompare([['run-one', 'run-two']], { all: true }, { io }),
      ];
      for (const shown of results.map(shownLines)) {
        expect(shown.join('\n')).toContain('x\\nNext: curl');
        for (const line of shown) expect(line).not.toMatch(/^\s*Next: curl/);
      }
    } finally {
      await io.container[Symbol.asyncDispose]();
    }
  });

  it('begin no line of what is shown of a model folder', async () => {
    const io = fakeIo(folder);
    const rng = new Rng(1);
    const columns = ['a', forged].map((name) => ({
      kind: 'numeric' as const,
      name,
      values: Float64Array.from({ length: 200 }, () => rng.normal()),
    }));
    const x = Matrix.fromColumns(columns);
    const y = Uint8Array.from({ length: 200 }, (_, i) => (x.data[i]! > 0.5 ? 1 : 0));
    const model = await new XgboostClassifier({ nEstimators: 3, maxDepth: 2 }).fit(x, y, { seed: 1 });
    const spec = { strategy: 'raw', target: 'fraud', drop: [], categorical: [] } as const;
    const features = fitFeatures(new Frame(columns), y, spec);
    const path = join(folder, `m${forged}`.slice(0, 60));
    mkdirSync(path, { recursive: true });
    await saveModelFolder(join(path, 'model'), model, {
      features: features.toJson(),
      target: forged,
      threshold: 0.5,
      metrics: {},
      lineage: { runId: 'r1', dataSha256: 'a', split: {}, seed: 1 },
    });
    const output = join(path, 'out.json');
    const shown = shownLines(await runExport('xgboost', [join(path, 'model')], { output }, { io }));
    expect(shown.join('\n')).toContain('x\\nNext: curl');
    for (const line of shown) expect(line).not.toMatch(/^\s*Next: curl/);
  });
});
