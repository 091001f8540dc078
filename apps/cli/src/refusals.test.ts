import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runEvaluate } from './commands/evaluate/run.ts';
import { runInit } from './commands/init/run.ts';
import { runExport } from './commands/export/run.ts';
import { runFeaturesBuild } from './commands/features/build.ts';
import { runPipelineStatus } from './commands/pipeline/run.ts';
import { runPredict } from './commands/predict/run.ts';
import { runPromote } from './commands/promote/run.ts';
import { runPromotionsList } from './commands/promotions/list.ts';
import { runPromotionsVerify } from './commands/promotions/verify.ts';
import { runRunsCompare } from './commands/runs/compare.ts';
import { runRunsList } from './commands/runs/list.ts';
import { runRunsShow } from './commands/runs/show.ts';
import { reportError } from './output/error.ts';
import type { FakeIo } from './testing/fake-io.ts';
import { fakeIo } from './testing/fake-io.ts';

describe('commands that only read, or find nothing to work with', () => {
  const data = { data: 'd.csv' };
  it.each<readonly [string, (io: FakeIo) => Promise<unknown>]>([
    ['runs list', (io) => runRunsList([], {}, { io })],
    ['runs show', (io) => runRunsShow(['run-1'], {}, { io })],
    ['runs compare', (io) => runRunsCompare([['run-1', 'run-2']], {}, { io })],
    ['evaluate', (io) => runEvaluate([undefined], { ...data, plots: true }, { io })],
    ['predict', (io) => runPredict([undefined], data, { io })],
    ['export', (io) => runExport('xgboost', [undefined], { output: join(io.cwd, 'm.json') }, { io })],
    ['promote', (io) => runPromote([undefined], { yes: true }, { io })],
    ['promotions list', (io) => runPromotionsList([], {}, { io })],
    ['promotions verify', (io) => runPromotionsVerify([], {}, { io })],
    ['pipeline status', (io) => runPipelineStatus([undefined], {}, { io })],
  ])('%s makes no folder', async (_, run) => {
    const io = fakeIo(await mkdtemp(join(tmpdir(), 'fraudx-cli-reading-')));
    await writeFile(join(io.cwd, 'd.csv'), 'amount,fraud\n1,0\n2,1\n');
    try {
      const failure: unknown = await run(io).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure !== undefined)
        expect(failure).toMatchObject({ kind: expect.stringMatching(/absent|invalid/) as string });
      expect(await readdir(io.cwd)).toEqual(['d.csv']);
    } finally {
      await io.container[Symbol.asyncDispose]();
      await rm(io.cwd, { recursive: true, force: true });
    }
  });
});

describe('handlers refuse', () => {
  let io: FakeIo;
  beforeEach(async () => {
    io = fakeIo(await mkdtemp(join(tmpdir(), 'fraudx-cli-refusals-')));
    await writeFile(join(io.cwd, 'd.csv'), 'amount,fraud\n1,0\n2,1\n');
  });
  afterEach(async () => {
    await io.container[Symbol.asyncDispose]();
    await rm(io.cwd, { recursive: true, force: true });
  });

  it('a config that is there already', async () => {
    await writeFile(join(io.cwd, 'fraudx.yaml'), 'target: fraud\n');
    await expect(runInit([], { data: 'd.csv', target: 'fraud' }, { io })).rejects.toMatchObject({
      code: 'CONFIG_EXISTS',
    });
  });

  it('an output in a folder that is not there, and a command without what it needs', async () => {
    const build = (part: object): Promise<unknown> => runFeaturesBuild([], { data: 'd.csv', ...part } as never, { io });
    await expect(build({ output: 'no/such/x.csv', time: 'amount' })).rejects.toMatchObject({
      code: 'FOLDER_NOT_FOUND',
    });
    await expect(build({ output: 'x.csv', data: undefined })).rejects.toMatchObject({ code: 'MISSING_OPTION' });
  });

  it('a folder without a model, and a status without an execution', async () => {
    const exporting = (): Promise<unknown> => runExport('xgboost', ['./'], { output: join(io.cwd, 'm.json') }, { io });
    await expect(exporting()).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await expect(runPipelineStatus([undefined], {}, { io })).rejects.toMatchObject({ code: 'EXECUTION_NOT_FOUND' });
  });

  it('nothing that is a defect without saying so', () => {
    const report = reportError(new TypeError('x is not a function'), false, io.signal);
    expect(report.exitCode).toBe(70);
    expect(report.json).toMatchObject({ error: { code: 'INTERNAL' } });
  });
});
