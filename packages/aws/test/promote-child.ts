import { writeSync } from 'node:fs';
import { FraudxError } from '@fraudx/core';
import { ProductionIntegrator } from '@fraudx/promotion';
import { sampleRequest, watchPorts } from '@fraudx/promotion/testing';
import { openAwsProduction } from '../src/index.ts';

/** A process that promotes or rolls back and, when told, kills itself around its n-th change. */
const options = JSON.parse(process.argv[2] ?? '{}') as {
  endpointUrl: string;
  configBucket: string;
  stateMachineArn: string;
  prefix: string;
  runId?: string;
  rollback?: boolean;
  kill?: number;
  phase?: 'before' | 'after';
  holdMs?: number;
};
let changes = 0;
const die = (phase: 'before' | 'after'): void => {
  if (changes === options.kill && phase === options.phase) process.kill(process.pid, 'SIGKILL');
};
using production = openAwsProduction({ ...options, writesPerSecond: Infinity });
const ports = watchPorts(production, {
  before: async (call) => {
    if (!call.changes) return;
    changes++;
    die('before');
    if (options.holdMs !== undefined && call.port === 'pipeline') {
      await new Promise((resolve) => setTimeout(resolve, options.holdMs));
    }
  },
  after: (call) => {
    if (call.changes) die('after');
  },
});
try {
  const integrator = new ProductionIntegrator({ ...ports, prefix: options.prefix, preflight: production.preflight });
  if (options.rollback === true) await integrator.rollback('1');
  else await integrator.promoteToProduction(sampleRequest(options.runId === undefined ? {} : { runId: options.runId }));
  writeSync(1, JSON.stringify({ changes }));
} catch (error) {
  process.exitCode = error instanceof FraudxError && error.kind === 'conflict' ? 4 : 70;
  if (process.exitCode === 70) throw error;
}
