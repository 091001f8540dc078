import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateModelPackageCommand, CreateModelPackageGroupCommand } from '@aws-sdk/client-sagemaker';
import { CreateStateMachineCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { AwsClients } from '../src/index.ts';
import { createAwsClients } from '../src/index.ts';

const installed = fileURLToPath(new URL('../../../.cache/test-tools/bin/moto_server', import.meta.url));

/**
 * The command of the emulator, or undefined where it is not installed (`scripts/install-test-tools.sh` installs it). With
 * `FRAUDX_REQUIRE_MOTO` set, its absence is an error, so that no test is skipped unseen.
 */
export function findMoto(): string | undefined {
  const candidates = [process.env['FRAUDX_MOTO_SERVER'], installed, 'moto_server'];
  const found = candidates.find((command) => {
    if (command === undefined || (command.includes('/') && !existsSync(command))) return false;
    return spawnSync(command, ['--help'], { stdio: 'ignore' }).status === 0;
  });
  if (found === undefined && (process.env['FRAUDX_REQUIRE_MOTO'] ?? '') !== '') {
    throw new Error('moto_server must be installed, run scripts/install-test-tools.sh');
  }
  return found;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A running emulator with the credentials to use it. */
export interface Moto extends AsyncDisposable {
  readonly endpointUrl: string;
  readonly clients: AwsClients;
  /** A version of a model in the registry; gives its ARN. */
  registerModel(group: string, status: 'Approved' | 'PendingManualApproval'): Promise<string>;
  /** Forgets everything. */
  reset(): Promise<void>;
  /** A bucket and a state machine, new and empty. */
  createPlace(name: string): Promise<{ readonly configBucket: string; readonly stateMachineArn: string }>;
  /** How often a state machine was started. */
  countExecutions(stateMachineArn: string): Promise<number>;
}

/** What every process that talks to the emulator needs in its environment. */
export const motoEnvironment = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'eu-central-1' as const,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Starts the emulator on 127.0.0.1 at a free port, and stops it on disposal. */
export async function startMoto(command: string): Promise<Moto> {
  Object.assign(process.env, motoEnvironment);
  const port = await freePort();
  const server = spawn(command, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const endpointUrl = `http://127.0.0.1:${port}`;
  const until = Date.now() + 60_000;
  for (;;) {
    const up = await fetch(`${endpointUrl}/moto-api/data.json`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (Date.now() > until || server.exitCode !== null) throw new Error('the emulator did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const clients = createAwsClients({ endpointUrl });
  return {
    endpointUrl,
    clients,
    reset: async () => {
      await fetch(`${endpointUrl}/moto-api/reset`, { method: 'POST' });
    },
    registerModel: async (group, status) => {
      const sagemaker = await clients.sagemaker();
      await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: group }));
      const created = await sagemaker.send(
        new CreateModelPackageCommand({ ModelPackageGroupName: group, ModelApprovalStatus: status }),
      );
      return created.ModelPackageArn ?? '';
    },
    createPlace: async (name) => {
      await clients.s3.send(
        new CreateBucketCommand({
          Bucket: name,
          CreateBucketConfiguration: { LocationConstraint: motoEnvironment.AWS_REGION },
        }),
      );
      const machine = await clients.sfn.send(
        new CreateStateMachineCommand({
          name,
          definition: '{"StartAt":"Train","States":{"Train":{"Type":"Pass","End":true}}}',
          roleArn: 'arn:aws:iam::123456789012:role/pipeline',
        }),
      );
      return { configBucket: name, stateMachineArn: machine.stateMachineArn ?? '' };
    },
    countExecutions: async (stateMachineArn) =>
      (await clients.sfn.send(new ListExecutionsCommand({ stateMachineArn }))).executions?.length ?? 0,
    [Symbol.asyncDispose]: async () => {
      clients.close();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
    },
  };
}
