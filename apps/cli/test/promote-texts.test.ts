import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalProduction } from '@fraudx/local';
import { ProductionIntegrator } from '@fraudx/promotion';
import { sampleRequest } from '@fraudx/promotion/testing';
import { runPipelineWatch } from '../src/commands/pipeline/run.ts';
import { fakeIo } from '../src/testing/fake-io.ts';
import { openSandbox } from './cli.ts';

const eta = '/fraud-detection/hyperparameters/eta';
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
let folder: string;
let promotionId: string;

beforeAll(async () => {
  sandbox = await openSandbox();
  folder = join(sandbox.folder, '.fraudx/production');
  const production = openLocalProduction(folder);
  const type = 'String';
  await production.parameters.put({ name: eta, value: 'x'.repeat(4000), type, expectedVersion: 0 });
  ({ promotionId } = await new ProductionIntegrator(production).promoteToProduction(sampleRequest()));
  await production.parameters.put({ name: eta, value: '0.7', type, expectedVersion: 2 });
});
afterAll(() => sandbox.close());

describe('what the promotion commands print', () => {
  it('cuts long values in promotions show, which --json has whole', async () => {
    const shown = await sandbox.fraudx(['promotions', 'show', promotionId]);
    expect(shown.code, shown.stderr).toBe(0);
    expect(shown.stdout).toContain(`${'x'.repeat(59)}…`);
    expect(shown.stdout).not.toContain('x'.repeat(60));
    const whole = await sandbox.fraudx(['promotions', 'show', promotionId, '--json']);
    expect(whole.stdout).toContain('x'.repeat(4000));
  });

  it('gives the command that restores what a rollback left alone', async () => {
    const next = `fraudx rollback ${promotionId} --force --approved-by Ada --target local`;
    const text = await sandbox.fraudx(['rollback', '--target', 'local', '--approved-by', 'Ada']);
    expect(text.code, text.stderr).toBe(4);
    expect(text.stdout).toContain(next);
    const json = await sandbox.fraudx(['rollback', '--target', 'local', '--approved-by', 'Ada', '--json']);
    expect(json.json()).toMatchObject({ complete: false, left_alone: [eta], next });
    const forced = await sandbox.fraudx([...next.split(' ').slice(1), '--json']);
    expect(forced.json()).toMatchObject({ promotion_id: promotionId, complete: true, next: null });
  });

  it('names the target in the hint of a watch that takes too long', async () => {
    const executionArn = 'local:execution:slow';
    await mkdir(join(folder, 'executions'), { recursive: true });
    const execution = { executionArn, name: 'slow', status: 'RUNNING', startedAt: 0, input: '{}' };
    await writeFile(join(folder, 'executions', 'slow.json'), JSON.stringify(execution));
    const io = fakeIo(sandbox.folder);
    // minutes on the command line are whole ones: too long for a test
    const watch = runPipelineWatch([executionArn], { target: 'local', timeout: 0 }, { io });
    await expect(watch).rejects.toMatchObject({
      code: 'PIPELINE_TIMEOUT',
      hint: `It continues by itself. Next: fraudx pipeline watch ${executionArn} --target local`,
    });
    await io.container[Symbol.asyncDispose]();
  });

  it('ends a watch with 1 when the execution failed, and with 130 on Ctrl-C', async () => {
    const execution = { startedAt: 0, input: '{"run_id":"run-1"}' };
    const failed = { error: 'States.TaskFailed', cause: 'the training job ended', stoppedAt: 1, status: 'FAILED' };
    for (const [name, more] of Object.entries({ failed, endless: { status: 'RUNNING' } })) {
      const whole = { ...execution, ...more, name, executionArn: `local:execution:${name}` };
      await mkdir(join(folder, 'executions'), { recursive: true });
      await writeFile(join(folder, 'executions', `${name}.json`), JSON.stringify(whole));
    }
    const ended = await sandbox.fraudx(['pipeline', 'watch', 'local:execution:failed']);
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stdout).toContain('States.TaskFailed: the training job ended');
    const watch = ['pipeline', 'watch', 'local:execution:endless', '--json'];
    const stopped = await sandbox.fraudx(watch, { interruptAt: /endless RUNNING/ });
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.json()).toMatchObject({ error: { code: 'INTERRUPTED' } });
  });
});
