/** Production on AWS as an emulator plays it: a bucket, a state machine and a path of parameters for every case. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAwsProduction } from '@fraudx/aws';
import { parse } from 'yaml';
import type { Moto } from '../../packages/aws/test/moto-server.ts';
import { findMoto, startMoto } from '../../packages/aws/test/moto-server.ts';
import type { Target } from './promotion-jobs.ts';

let command: string | undefined | false = false;
let started: Promise<Moto> | undefined;
let places = 0;

function moto(): Promise<Moto> {
  return (started ??= startMoto(findMoto()!));
}

/** Stops the emulator where it was started. */
export async function stopEmulator(): Promise<void> {
  await (await started)?.[Symbol.asyncDispose]();
}

interface Place {
  readonly configBucket: string;
  readonly stateMachineArn: string;
  readonly parameterPrefix: string;
}

function placeOf(folder: string): Place {
  const config = parse(readFileSync(join(folder, 'fraudx.yaml'), 'utf8')) as { promotion: Place };
  return config.promotion;
}

/** Production on AWS. */
export const awsTarget: Target = {
  option: 'aws',
  skip: () => {
    if (command === false) command = findMoto();
    return command === undefined ? 'needs moto_server: scripts/install-test-tools.sh' : undefined;
  },
  createPlace: async () => {
    const emulator = await moto();
    const name = `faults-${(places += 1)}`;
    const { configBucket, stateMachineArn } = await emulator.createPlace(name);
    return [
      'promotion:',
      '  target: aws',
      `  configBucket: ${configBucket}`,
      `  stateMachineArn: ${stateMachineArn}`,
      `  parameterPrefix: /${name}/hyperparameters`,
      'aws:',
      `  endpointUrl: ${emulator.endpointUrl}`,
      '  writesPerSecond: 1000',
      '',
    ].join('\n');
  },
  open: async (folder) => {
    const { clients, endpointUrl } = await moto();
    const { parameterPrefix, ...place } = placeOf(folder);
    return { ...openAwsProduction({ ...place, endpointUrl, clients }), prefix: parameterPrefix };
  },
  executions: async (folder) => (await moto()).countExecutions(placeOf(folder).stateMachineArn),
};
