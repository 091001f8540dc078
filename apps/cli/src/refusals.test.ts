import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runInit } from './commands/init/run.ts';
import { runExport } from './commands/export/run.ts';
import { runFeaturesBuild } from './commands/features/build.ts';
import { runPipelineStatus } from './commands/pipeline/run.ts';
import { reportError } from './output/error.ts';
import type { FakeIo } from './testing/fake-io.ts';
import { fakeIo } from './testing/fake-io.ts';

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
