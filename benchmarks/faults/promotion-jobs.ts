/** `promote` and `rollback`, for every production target. */
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLocalProduction } from '@fraudx/local';
import type { ProductionIntegratorOptions, PromotionRequest } from '@fraudx/promotion';
import { ProductionIntegrator, readProductionConfig } from '@fraudx/promotion';
import type { Job, Prepared } from './job.ts';
import { expectEqual, twoRuns } from './job.ts';

/** Where production is. */
export interface Target {
  /** As in `promote --target aws`; empty for the default. */
  readonly option: string;
  readonly skip?: () => string | undefined;
  /** Makes a place of its own for a folder, and gives the lines of `fraudx.yaml` that name it; absent: it lies in the folder. */
  readonly createPlace?: () => Promise<string>;
  /** The production that the folder's commands change. */
  readonly open: (folder: string) => Promise<ProductionIntegratorOptions>;
  /** How often the pipeline was started. */
  readonly executions: (folder: string) => Promise<number>;
}

/** Production in the folder. */
export const localTarget: Target = {
  option: '',
  open: async (folder) => openLocalProduction(join(folder, '.fraudx/production')),
  executions: async (folder) => {
    const at = join(folder, '.fraudx/production/executions');
    return existsSync(at) ? readdirSync(at).length : 0;
  },
};

const defaultPrefix = '/fraud-detection/hyperparameters';

/** Throws unless production is wholly that of a run: parameters, config, history, no lock, and so many started pipelines. */
async function expectProduction(
  target: Target,
  folder: string,
  expected: { readonly eta: string; readonly runId: string; readonly executions: number },
): Promise<void> {
  const ports = await target.open(folder);
  const eta = await ports.parameters.get(`${ports.prefix ?? defaultPrefix}/eta`);
  const config = await ports.objects.get('production-model-config.yaml');
  const lock = await ports.objects.get('locks/promotion.json');
  const found = {
    eta: eta?.value,
    runId: config === undefined ? undefined : readProductionConfig(Buffer.from(config.body).toString()).run_id,
    executions: await target.executions(folder),
    locked: lock !== undefined,
  };
  const { eta: wanted, runId, executions } = expected;
  expectEqual('production', found, { eta: wanted, runId, executions, locked: false });
  const { problems } = await new ProductionIntegrator(ports).verifyHistory();
  expectEqual('problems of the history', problems, []);
}

/** A promotion made beside the command line: a process for each would take most of the time of a case. */
function requestFor(runId: string, eta: number): PromotionRequest {
  return {
    runId,
    experiment: 'e',
    algorithm: 'xgboost',
    hyperparameters: { eta, num_round: 5 },
    metrics: { recall: 0.8 },
    evaluation: { decision: 'accepted', gates: [{ gate: 'recall >= 0.5', passed: true }] },
    approvedBy: 'faults',
    trigger: false,
    testedDate: '2026-01-01',
    parameterSchema: [],
  };
}

const by = ['--approved-by', 'faults', '--verbose'];

/**
 * A command on a production into which runs were promoted before.
 *
 * @param before - The runs promoted before, of two runs with `eta` 0.2 and 0.4; the command must leave the second one in production.
 */
function onProduction(
  target: Target,
  name: string,
  before: (a: string, b: string) => readonly string[],
  commandOf: (b: string) => readonly string[],
  executions: number,
): Job {
  return {
    name: target.option === '' ? name : `${name} --target ${target.option}`,
    ...(target.skip === undefined ? {} : { skip: target.skip }),
    prepare: async (folder): Promise<Prepared> => {
      const [a, b] = await twoRuns(folder);
      const promoteAll = async (at: string): Promise<void> => {
        const integrator = new ProductionIntegrator(await target.open(at));
        for (const runId of before(a, b))
          await integrator.promoteToProduction(requestFor(runId, runId === a ? 0.2 : 0.4));
      };
      const { createPlace } = target;
      if (createPlace === undefined) await promoteAll(folder);
      const command = [...commandOf(b), ...by];
      return {
        command,
        again: () => command,
        ...(createPlace === undefined
          ? {}
          : {
              begin: async (at: string) => {
                appendFileSync(join(at, 'fraudx.yaml'), await createPlace());
                await promoteAll(at);
              },
            }),
        either: () => {},
        done: (at) => expectProduction(target, at, { eta: '0.4', runId: b, executions }),
      };
    },
  };
}

/** The commands that change production at a target. */
export function promotionJobs(target: Target): readonly Job[] {
  return [
    onProduction(
      target,
      'promote',
      (a) => [a],
      (b) => ['promote', b, '--trigger'],
      1,
    ),
    // One more promotion than is taken back: a rollback that is done twice leaves the first run, not the second.
    onProduction(
      target,
      'rollback',
      (a, b) => [a, b, a],
      () => ['rollback'],
      0,
    ),
  ];
}
