import { writeSync } from 'node:fs';
import { FraudxError } from '@fraudx/core';
import { ProductionIntegrator } from '../src/index.ts';
import type { Preflight } from '../src/index.ts';
import type { ProductionPorts } from '../src/testing/index.ts';
import { sampleRequest, watchPorts } from '../src/testing/index.ts';

/** What {@link promoteInChild} tells the process. */
export interface ChildOptions {
  /** URL of a module whose `open(place)` gives the ports of a target. */
  readonly module: string;
  /** Handed to `open`, and with its `prefix`, where it has one, to the integrator. */
  readonly place: object;
  readonly runId?: string;
  readonly rollback?: boolean;
  /** The process kills itself around its n-th change, or around its first change of the parameter of this name. */
  readonly kill?: number | string;
  readonly phase?: 'before' | 'after';
  /** Another writer changes the parameter that is changed when the process dies: before that change or after it. */
  readonly meddle?: { readonly when: 'before' | 'after'; readonly value: string };
  /** How long it waits before it starts the pipeline. */
  readonly holdMs?: number;
}

/** A process that promotes or rolls back and, when told, kills itself around its n-th change. */
const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const { open } = (await import(options.module)) as {
  open: (place: ChildOptions['place']) => ProductionPorts & { readonly preflight?: Preflight };
};
const production = open(options.place);
let changes = 0;
const reach = async (phase: 'before' | 'after', name: string): Promise<void> => {
  if (changes !== options.kill && name !== options.kill) return;
  if (options.meddle?.when === phase) {
    const current = await production.parameters.get(name);
    const { value } = options.meddle;
    await production.parameters.put({ name, value, type: 'String', expectedVersion: current?.version ?? 0 });
  }
  if (phase === options.phase) process.kill(process.pid, 'SIGKILL');
};
const ports = watchPorts(production, {
  before: async (call) => {
    if (!call.changes) return;
    changes++;
    await reach('before', call.subject);
    if (options.holdMs !== undefined && call.port === 'pipeline') {
      await new Promise((resolve) => setTimeout(resolve, options.holdMs));
    }
  },
  after: async (call) => {
    if (call.changes) await reach('after', call.subject);
  },
});
try {
  const integrator = new ProductionIntegrator({ ...production, ...ports, ...options.place });
  if (options.rollback === true) await integrator.rollback('1');
  else await integrator.promoteToProduction(sampleRequest(options.runId === undefined ? {} : { runId: options.runId }));
  writeSync(1, JSON.stringify({ changes }));
} catch (error) {
  process.exitCode = error instanceof FraudxError && error.kind === 'conflict' ? 4 : 70;
  if (process.exitCode === 70) throw error;
} finally {
  if (Symbol.dispose in production) (production as unknown as Disposable)[Symbol.dispose]();
}
