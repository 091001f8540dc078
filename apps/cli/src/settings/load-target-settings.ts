import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import type { TargetOptions } from '../options/target-options.ts';
import type { Settings } from './settings.ts';
import { loadSettings } from './settings.ts';

/** Settings with the options of {@link TargetOptions} and more keys of `promotion` applied. Here `--target` names no column. */
export async function loadTargetSettings(
  { target, ...options }: CommonOptions & TargetOptions & { readonly experiment?: string; readonly features?: string },
  io: Io,
  promotion: Readonly<Record<string, unknown>> = {},
): Promise<Settings> {
  return await loadSettings(options, io, {
    promotion: {
      target,
      configBucket: options.configBucket,
      stateMachineArn: options.stateMachine,
      parameterPrefix: options.parameterPrefix,
      ...promotion,
    },
    aws: { region: options.region, profile: options.profile, endpointUrl: options.endpointUrl },
  });
}
