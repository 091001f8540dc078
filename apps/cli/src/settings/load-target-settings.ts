import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import type { TargetOptions } from '../options/target-options.ts';
import { note } from '../output/warnings.ts';
import type { Settings } from './settings.ts';
import { loadSettings } from './settings.ts';

/** Says where production is when a config says so that nobody named, also with `--quiet`: what is promoted goes there. */
function announceTarget({ config: { promotion = {} }, configPath, bucketOfFound }: Settings, io: Io): void {
  if (promotion.target !== 'aws' || bucketOfFound !== true) return;
  const { configBucket, keyPrefix, parameterPrefix, prune } = promotion;
  const place = `s3://${[configBucket, keyPrefix].filter((part) => part !== undefined).join('/')}`;
  const path = parameterPrefix === undefined ? '' : `, parameters below ${parameterPrefix}`;
  note(io, `promotion of ${configPath} means ${place}${path}${prune === true ? ', others removed' : ''}`);
}

/** Settings with the options of {@link TargetOptions} and more keys of `promotion` applied. Here `--target` names no column. */
export async function loadTargetSettings(
  { target, ...options }: CommonOptions & TargetOptions & { readonly experiment?: string; readonly features?: string },
  io: Io,
  promotion: Readonly<Record<string, unknown>> = {},
): Promise<Settings> {
  const settings = await loadSettings(options, io, {
    promotion: {
      target,
      configBucket: options.configBucket,
      stateMachineArn: options.stateMachine,
      parameterPrefix: options.parameterPrefix,
      ...promotion,
    },
    aws: { region: options.region, profile: options.profile, endpointUrl: options.endpointUrl },
  });
  announceTarget(settings, io);
  return settings;
}
