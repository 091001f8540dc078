import { shellQuoted } from '@fraudx/core';
import { Option } from 'commander';
import type { Command } from 'commander';
import { offering } from './offering.ts';

/** Options that say which production. All of them can stand in `fraudx.yaml` too. */
export interface TargetOptions {
  readonly target?: 'local' | 'aws';
  readonly configBucket?: string;
  readonly stateMachine?: string;
  readonly parameterPrefix?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
}

/** Adds the options of {@link TargetOptions}. */
export function withTargetOptions(command: Command): Command {
  return command
    .addOption(offering(new Option('--target <target>', 'where production is (default: local)'), ['local', 'aws']))
    .option('--config-bucket <bucket>', 'bucket for config, archive, backups and journal (target aws)')
    .option('--state-machine <arn>', 'Step Functions pipeline (target aws)')
    .option('--parameter-prefix <path>', 'path of the parameters (default: /fraud-detection/hyperparameters)')
    .option('--region <region>', 'AWS region (default: AWS_REGION or the profile)')
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--endpoint-url <url>', 'endpoint for all AWS services, e.g. of an emulator (default: AWS_ENDPOINT_URL)');
}

/** The options that were given on the command line, to be repeated in the next command. */
export function repeatTargetOptions(options: TargetOptions): string {
  const given: readonly (readonly [string, string | undefined])[] = [
    ['--target', options.target],
    ['--config-bucket', options.configBucket],
    ['--state-machine', options.stateMachine],
    ['--parameter-prefix', options.parameterPrefix],
    ['--region', options.region],
    ['--profile', options.profile],
    ['--endpoint-url', options.endpointUrl],
  ];
  return given.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${shellQuoted(value)}`])).join(' ');
}
