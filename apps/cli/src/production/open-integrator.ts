import { operand } from '../output/operand.ts';
import { join } from 'node:path';
import { InvalidArgumentError } from '@fraudx/core';
import type { OperationCall, Preflight } from '@fraudx/promotion';
import { ProductionIntegrator } from '@fraudx/promotion';
import type { ProductionIntegratorOptions } from '@fraudx/promotion';
import { collectLineage, createTrackedEvents } from '@fraudx/pipelines';
import type { Io } from '../io.ts';
import type { TargetOptions } from '../options/target-options.ts';
import { repeatTargetOptions } from '../options/target-options.ts';
import type { Container } from '../container.ts';
import type { Settings } from '../settings/settings.ts';
import { processFacts } from '../process-facts.ts';

type Ports = Pick<
  ProductionIntegratorOptions,
  'parameters' | 'objects' | 'pipeline' | 'place' | 'registry' | 'removeLeftovers'
> & {
  readonly preflight?: Preflight;
};

/** The target of these settings; the AWS SDK is loaded only for target aws. */
export async function openProduction(settings: Settings, container: Container): Promise<Ports> {
  const promotion = settings.config.promotion ?? {};
  if (promotion.target !== 'aws') {
    settings.beforeFolder?.();
    const { openLocalProduction } = await import('@fraudx/local');
    return openLocalProduction(join(settings.folder, 'production'), { root: settings.folder });
  }
  const { configBucket, keyPrefix, stateMachineArn } = promotion;
  if (configBucket === undefined) {
    throw new InvalidArgumentError('promotion: a config bucket must be given for target aws, got none', {
      code: 'BUCKET_MISSING',
      details: { settings: ['promotion.configBucket'] },
      hint: 'Set promotion.configBucket to the name of a bucket.',
    });
  }
  const { openAwsProduction } = await import('@fraudx/aws');
  const production = openAwsProduction({
    ...settings.config.aws,
    configBucket,
    keyPrefix,
    stateMachineArn,
    ...settings.awsCalls,
    ...(settings.bucketOfFound === true ? { ownBucketsOnly: true } : {}),
  });
  container.onExit(() => production[Symbol.dispose]());
  return production;
}

/** The command that makes a call, such as `fraudx promotions resume promotion-1 --target aws`. */
function commandOf(of: OperationCall, options: string): string {
  const words = of.call === 'resume' ? 'promotions resume' : of.call;
  const subject = operand(of.call === 'promote' ? of.runId : of.promotionId);
  return ['fraudx', words, subject, options].filter((word) => word !== '').join(' ');
}

/** The promotion state machine over the target of these settings; its events become runs of kind `promotion`. */
export async function openIntegrator(
  settings: Settings,
  io: Io,
  options: TargetOptions = {},
  /** `create`: whether to make the folder of runs where there is none; default true. Commands that only read make nothing. */
  opening: { readonly create?: boolean } = {},
): Promise<ProductionIntegrator> {
  const workspace = await io.container.openWorkspace(settings, opening);
  const { parameterPrefix } = settings.config.promotion ?? {};
  return new ProductionIntegrator({
    ...(await openProduction(settings, io.container)),
    events: createTrackedEvents(workspace.runs, () => collectLineage(settings, processFacts(io), undefined)),
    describeCall: (of) => commandOf(of, repeatTargetOptions(options)),
    ...(parameterPrefix === undefined ? {} : { prefix: parameterPrefix }),
  });
}
