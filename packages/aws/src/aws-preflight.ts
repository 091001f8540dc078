import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { DescribeParametersCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Preflight, PreflightCheck } from '@fraudx/promotion';
import { operationOf, type AwsClients } from './aws-clients.ts';
import { smallBody } from './bounded-http-handler.ts';
import { checkedField } from './checked-answers.ts';
import type { AwsOperation } from './translate-aws-error.ts';
import { withoutCredentials } from './shown-answers.ts';
import { translateAwsError } from './translate-aws-error.ts';

/** What the checks look at. */
export interface PreflightPlace {
  readonly bucket: string;
  /** Key prefix with a trailing slash, or empty. */
  readonly root: string;
  readonly stateMachineArn: string | undefined;
}

/** Looks, without changing anything, whether identity, parameters, bucket and state machine can be used. */
export class AwsPreflight implements Preflight {
  readonly #clients: AwsClients;
  readonly #place: PreflightPlace;

  constructor(clients: AwsClients, place: PreflightPlace) {
    this.#clients = clients;
    this.#place = place;
  }

  async run(request: { readonly trigger: boolean; readonly prefix: string }): Promise<PreflightCheck[]> {
    const { ssm, s3, sts } = this.#clients;
    const { bucket, root } = this.#place;
    const identity = await this.#check('identity', 'sts', 'GetCallerIdentity', undefined, async () => {
      const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
      const call = 'sts GetCallerIdentity';
      if (Account !== undefined) {
        this.#clients.learned.account = checkedField(this.#clients, { call, field: 'Account' }, 'account', Account);
      }
      const who = Arn === undefined ? 'unknown' : checkedField(this.#clients, { call, field: 'Arn' }, 'caller', Arn);
      return `${who} in account ${Account ?? 'unknown'}, region ${await ssm.config.region()}`;
    });
    // without an identity all others fail for the same reason
    if (!identity.ok) return [identity];
    const checks = [
      identity,
      await this.#check('read parameters', 'ssm', 'GetParametersByPath', request.prefix, async () => {
        await ssm.send(new GetParametersByPathCommand({ Path: request.prefix, Recursive: true, MaxResults: 1 }));
        return request.prefix;
      }),
      await this.#check('describe parameters', 'ssm', 'DescribeParameters', '*', async () => {
        await ssm.send(new DescribeParametersCommand({ MaxResults: 1 }));
        return 'tier and key of parameters';
      }),
      await this.#check('bucket', 's3', 'ListObjectsV2', `s3://${bucket}`, async () => {
        await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${root}promotions/`, MaxKeys: 1 }));
        return `s3://${bucket}/${root}`;
      }),
      await this.#check(
        'read config',
        's3',
        'GetObject',
        `s3://${bucket}/${root}production-model-config.yaml`,
        async () => {
          try {
            const answer = await s3.send(
              new GetObjectCommand({ Bucket: bucket, Key: `${root}production-model-config.yaml` }),
            );
            await smallBody(answer.Body as AsyncIterable<Uint8Array> | undefined);
            return 'a config is in effect';
          } catch (error) {
            if (error instanceof Error && error.name === 'NoSuchKey') return 'no config yet';
            throw error;
          }
        },
      ),
    ];
    if (request.trigger) checks.push(await this.#stateMachine());
    return checks;
  }

  async #stateMachine(): Promise<PreflightCheck> {
    const arn = this.#place.stateMachineArn;
    const check = 'state machine';
    if (arn === undefined) {
      const hint = 'Set promotion.stateMachineArn.';
      return { check, ok: false, detail: 'an ARN must be given to start it, got none', hint, kind: 'invalid' };
    }
    const region = await this.#clients.sfn.config.region();
    if (arn.split(':')[3] !== region) {
      const hint = `Set aws.region to ${arn.split(':')[3]!}, or name a state machine of ${region}.`;
      return { check, ok: false, detail: `${arn} must be in region ${region}, got another one`, hint, kind: 'invalid' };
    }
    let type: string | undefined;
    const described = await this.#check(check, 'states', 'DescribeStateMachine', arn, async () => {
      const answer = await this.#clients.sfn.send(
        new DescribeStateMachineCommand({ stateMachineArn: arn, includedData: 'METADATA_ONLY' }),
      );
      type = answer.type;
      return `${answer.name ?? arn}, type ${answer.type ?? 'STANDARD'}`;
    });
    if (!described.ok || type !== 'EXPRESS') return described;
    const hint = 'An express execution cannot be looked up and may run twice; name a state machine of type STANDARD.';
    return { check, ok: false, detail: `${arn} must be of type STANDARD, got EXPRESS`, hint, kind: 'invalid' };
  }

  async #check(
    check: string,
    service: AwsOperation['service'],
    operation: string,
    resource: string | undefined,
    look: () => Promise<string>,
  ): Promise<PreflightCheck> {
    try {
      const detail = await look();
      return { check, ok: true, detail: withoutCredentials(detail, { credentials: this.#clients.learned.secrets }) };
    } catch (error) {
      const at = operationOf(this.#clients, service, operation, resource);
      const { message, hint, kind, code } = translateAwsError(error, at);
      return {
        check,
        ok: false,
        detail: message,
        code,
        ...(hint === undefined ? {} : { hint }),
        kind: kind === 'outside' ? 'outside' : 'invalid',
      };
    }
  }
}
