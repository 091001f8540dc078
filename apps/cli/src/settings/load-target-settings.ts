import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import type { TargetOptions } from '../options/target-options.ts';
import type { Settings } from './settings.ts';
import { loadSettings } from './settings.ts';

/** Options of a command that reaches production. */
type Options = CommonOptions &
  TargetOptions & { readonly experiment?: string; readonly features?: string; readonly approvedBy?: string };

/**
 * Settings with the options of {@link TargetOptions} and more keys of `promotion` applied. Here `--target` names no column. What only a config that was
 * found says of the target is announced.
 */
export async function loadTargetSettings(
  { target, approvedBy, ...options }: Options,
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
  // An approver that is named does not come from the config; an empty one is refused by who asks for it.
  settings.announceTarget?.(approvedBy === undefined ? [] : ['promotion.approvedBy']);
  return settings;
}
