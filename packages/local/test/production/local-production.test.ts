import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { OutsideError } from '@fraudx/core';
import { ProductionIntegrator } from '@fraudx/promotion';
import {
  objectStoreContract,
  parameterStoreContract,
  pipelineRunnerContract,
  sampleRequest,
} from '@fraudx/promotion/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { promoteInChild } from '../../../promotion/test/promote-in-child.ts';
import { openLocalProduction } from '../../src/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-production-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const module = new URL('open-place.ts', import.meta.url).href;

describe('local production keeps the contract:', () => {
  it.each(parameterStoreContract)('parameters: $title', async ({ run }) => {
    await run(openLocalProduction(folder).parameters, 'x');
  });
  it.each(objectStoreContract)('objects: $title', async ({ run }) => {
    await run(openLocalProduction(folder).objects, 'x');
  });
  it.each(pipelineRunnerContract)('pipeline: $title', async ({ run }) => {
    await run(openLocalProduction(folder).pipeline, 'x');
  });
});

describe('local production', () => {
  it('keeps names apart that file systems would mix up', async () => {
    const { parameters } = openLocalProduction(folder);
    const names = ['/a/b', '/a/b.json', '/a/b.json/c', '/a/b/c', '/..', '/a/...', '/.x.tmp/y'];
    for (const name of names) await parameters.put({ name, value: name, type: 'String', expectedVersion: 0 });
    expect((await parameters.list('')).map(({ name, value }) => [name, value])).toEqual(
      names.toSorted().map((name) => [name, name]),
    );
  });

  it('keeps what holds secrets for the owner alone', async () => {
    const production = openLocalProduction(folder);
    const name = '/fraud-detection/hyperparameters/token';
    await production.parameters.put({ name, value: 'x', type: 'SecureString', expectedVersion: 0 });
    const report = await new ProductionIntegrator(production).promoteToProduction(sampleRequest());
    const files = [report.backup, join(folder, 'parameters/fraud-detection/hyperparameters/token.json')];
    for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('says which parameter is damaged, and nothing of its value', async () => {
    const { parameters } = openLocalProduction(folder);
    const name = '/fraud-detection/hyperparameters/token';
    await parameters.put({ name, value: 'secret-1', type: 'SecureString', expectedVersion: 0 });
    const file = join(folder, 'parameters/fraud-detection/hyperparameters/token.json');
    await writeFile(file, '{"versions":[{"value":"secret-1"x');
    const error: unknown = await parameters.get(name).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'PARAMETER_FILE_DAMAGED', details: { path: file } });
    expect(inspect(error, { depth: 9 })).not.toContain('secret-1');
  });

  it('says which record of an execution is damaged', async () => {
    const { pipeline } = openLocalProduction(folder);
    await mkdir(join(folder, 'executions'));
    for (const text of ['torn', '{"name":"x"}']) {
      await writeFile(join(folder, 'executions/x.json'), text);
      await expect(pipeline.describe('local:execution:x')).rejects.toMatchObject({ code: 'EXECUTION_FILE_DAMAGED' });
    }
  });

  it('says which folder cannot be written', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const attempt = new ProductionIntegrator(openLocalProduction(join(file, 'production'))).promoteToProduction(
      sampleRequest(),
    );
    await expect(attempt).rejects.toThrow(join(file, 'production'));
  });

  it.skipIf(process.getuid?.() === 0)('raises OutsideError in a read-only folder, having written nothing', async () => {
    const production = join(folder, 'production');
    await mkdir(production);
    await chmod(production, 0o500);
    const attempt = new ProductionIntegrator(openLocalProduction(production)).promoteToProduction(sampleRequest());
    await expect(attempt).rejects.toThrow(OutsideError);
    await chmod(production, 0o700);
  });

  it('survives being killed after any change', async () => {
    const whole = await promoteInChild({ module, place: { folder } });
    expect(whole.code).toBe(0);
    const changes = (JSON.parse(whole.out) as { changes: number }).changes;
    expect(changes).toBeGreaterThan(15);
    const values = async (at: string): Promise<unknown> =>
      (await openLocalProduction(at).parameters.list('/fraud-detection/hyperparameters')).map(({ value }) => value);
    const expected = await values(folder);
    for (let kill = 1; kill <= changes; kill++) {
      const at = join(folder, `kill-${kill}`);
      // to die before a change is to die after the one before it
      const killed = await promoteInChild({ module, place: { folder: at }, kill, phase: 'after' });
      expect(killed.signal).toBe('SIGKILL');
      const integrator = new ProductionIntegrator(openLocalProduction(at));
      await integrator.promoteToProduction(sampleRequest());
      expect(await values(at)).toEqual(expected);
      expect((await integrator.verifyHistory()).problems).toEqual([]);
    }
  });

  it('lets one of several promoters at once win; the others exit 4 and write nothing', async () => {
    const ended = await Promise.all(
      [1, 2, 3].map((i) => promoteInChild({ module, place: { folder }, runId: `run-${i}`, holdMs: 1500 })),
    );
    expect(ended.map(({ code }) => code ?? -1).sort((a, b) => a - b)).toEqual([0, 4, 4]);
    expect(await new ProductionIntegrator(openLocalProduction(folder)).listPromotions()).toHaveLength(1);
  });
});
