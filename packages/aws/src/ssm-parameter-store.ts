import type { Parameter, ParameterTier } from '@aws-sdk/client-ssm';
import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { ConflictError } from '@fraudx/core';
import type { ParameterStore, ParameterVersion, ParameterWrite, StoredParameter } from '@fraudx/promotion';
import { operationOf, type AwsClients } from './aws-clients.ts';
import { checkedForm, checkedVersion, hasForm, refuseCredentials } from './checked-answers.ts';
import { Listing } from './listing.ts';
import { backoffMs, createPacer, type Waiting } from './pacer.ts';
import { type AwsOperation, isTransient, translateAwsError } from './translate-aws-error.ts';

interface Placement {
  readonly tier?: string;
  readonly keyId?: string;
}

const attemptsPerWrite = 6;

/**
 * AWS Systems Manager Parameter Store.
 *
 * SSM cannot compare before it writes: a write over another version than expected goes through and returns a higher version. Writes are paced, and
 * repeated only after a look at what is there, so that a lost answer never counts a version twice.
 */
export class SsmParameterStore implements ParameterStore {
  readonly #clients: AwsClients;
  readonly #waiting: Waiting;
  readonly #pace: () => Promise<void>;

  /** @param writesPerSecond - Greater than 0; AWS allows about 3 by default. */
  constructor(clients: AwsClients, waiting: Waiting, writesPerSecond: number) {
    this.#clients = clients;
    this.#waiting = waiting;
    this.#pace = createPacer(writesPerSecond, waiting);
  }

  async list(prefix: string): Promise<StoredParameter[]> {
    const parameters: StoredParameter[] = [];
    const listing = new Listing(this.#clients, `ssm GetParametersByPath ${prefix}`);
    let token: string | undefined;
    // a page may be empty and still have a successor
    do {
      const page = await this.#send('GetParametersByPath', prefix, () =>
        this.#clients.ssm.send(
          new GetParametersByPathCommand({
            Path: prefix,
            Recursive: true,
            WithDecryption: true,
            MaxResults: 10,
            NextToken: token,
          }),
        ),
      );
      for (const parameter of page.Parameters ?? []) {
        const call = `ssm GetParametersByPath ${prefix}`;
        const name = checkedForm({ call, field: 'Name' }, 'parameterName', parameter.Name);
        refuseCredentials(this.#clients, { call, field: 'Name' }, [name]);
        parameters.push({ name, ...this.#checked(call, parameter) });
      }
      token = listing.next(
        page.NextToken,
        (page.Parameters ?? []).map(({ Name, Value }) => [Name, Value]),
      );
    } while (token !== undefined);
    if (parameters.length === 0) return [];
    const placements = await this.#placements(prefix);
    return parameters
      .map((parameter) => ({ ...parameter, ...placements.get(parameter.name) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async get(name: string, version?: number): Promise<StoredParameter | undefined> {
    const selector = version === undefined ? name : `${name}:${version}`;
    const found = await this.#send('GetParameter', selector, async () => {
      try {
        return await this.#clients.ssm.send(new GetParameterCommand({ Name: selector, WithDecryption: true }));
      } catch (error) {
        const absent = ['ParameterNotFound', 'ParameterVersionNotFound'];
        if (error instanceof Error && absent.includes(error.name)) return undefined;
        throw error;
      }
    });
    const parameter = found?.Parameter;
    if (parameter === undefined) return undefined;
    return { name, ...this.#checked(`ssm GetParameter ${selector}`, parameter) };
  }

  async versions(name: string, after: number): Promise<ParameterVersion[]> {
    const versions: ParameterVersion[] = [];
    const listing = new Listing(this.#clients, `ssm GetParameterHistory ${name}`);
    let token: string | undefined;
    do {
      const page = await this.#send('GetParameterHistory', name, async () => {
        const request = { Name: name, WithDecryption: true, MaxResults: 50, NextToken: token };
        try {
          return await this.#clients.ssm.send(new GetParameterHistoryCommand(request));
        } catch (error) {
          if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
          throw error;
        }
      });
      for (const { Version = 0, Value = '', LastModifiedUser } of page?.Parameters ?? []) {
        if (Version <= after) continue;
        const { value, version } = this.#checked(`ssm GetParameterHistory ${name}`, { Value, Version });
        // an emulator says N/A
        const by = hasForm(this.#clients, 'caller', LastModifiedUser) ? { modifiedBy: LastModifiedUser } : {};
        versions.push({ version, value, ...by });
      }
      token = listing.next(
        page?.NextToken,
        (page?.Parameters ?? []).map(({ Value, LastModifiedUser }) => [Value, LastModifiedUser]),
      );
    } while (token !== undefined);
    return versions.sort((a, b) => a.version - b.version);
  }

  async put(write: ParameterWrite): Promise<{ readonly version: number }> {
    const { name, value, type, expectedVersion } = write;
    const secrets = type === 'SecureString' ? [value] : [];
    for (let attempt = 1; ; attempt++) {
      await this.#pace();
      try {
        const answer = await this.#clients.ssmWrites.send(
          new PutParameterCommand({
            Name: name,
            Value: value,
            Type: type,
            Overwrite: expectedVersion > 0,
            ...(write.tier === undefined ? {} : { Tier: write.tier as ParameterTier }),
            ...(type === 'SecureString' && write.keyId !== undefined ? { KeyId: write.keyId } : {}),
          }),
        );
        const at = { call: `ssm PutParameter ${name}`, field: 'Version' };
        return { version: checkedVersion(at, answer.Version ?? expectedVersion + 1) };
      } catch (error) {
        const exists = error instanceof Error && error.name === 'ParameterAlreadyExists';
        const translated = translateAwsError(error, { ...this.#at('PutParameter', name), secrets });
        if (!exists && !isTransient(error)) throw translated;
        const landed = exists || translated.code === 'AWS_UNREACHABLE' || translated.code === 'AWS_ERROR';
        if (landed) {
          const current = await this.get(name);
          // the answer to our own earlier attempt was lost
          const ours = current?.version === expectedVersion + 1 && current.value === value;
          if (ours && (attempt > 1 || !exists)) return { version: current.version };
          // a name that was just deleted can be refused for up to half a minute
          const deleting = exists && current === undefined && attempt < attemptsPerWrite;
          if (deleting) await this.#waiting.sleep(5000);
          else if (exists || (current?.version ?? 0) !== expectedVersion) {
            throw this.#moved(name, expectedVersion, current?.version ?? 0, exists);
          }
        }
        if (attempt >= attemptsPerWrite) throw translated;
        await this.#waiting.sleep(backoffMs(attempt));
      }
    }
  }

  async delete(name: string, _expectedVersion: number): Promise<void> {
    await this.#pace();
    await this.#send('DeleteParameter', name, async () => {
      try {
        await this.#clients.ssm.send(new DeleteParameterCommand({ Name: name }));
      } catch (error) {
        if (!(error instanceof Error && error.name === 'ParameterNotFound')) throw error;
      }
    });
  }

  /** Tier and key are not part of what a path gives. */
  async #placements(prefix: string): Promise<Map<string, Placement>> {
    const placements = new Map<string, Placement>();
    const listing = new Listing(this.#clients, `ssm DescribeParameters ${prefix}`);
    let token: string | undefined;
    do {
      const page = await this.#send('DescribeParameters', prefix, () =>
        this.#clients.ssm.send(
          new DescribeParametersCommand({
            ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: [prefix] }],
            MaxResults: 50,
            NextToken: token,
          }),
        ),
      );
      const call = `ssm DescribeParameters ${prefix}`;
      for (const { Name, Tier, KeyId } of page.Parameters ?? []) {
        placements.set(Name ?? '', {
          ...(Tier === undefined ? {} : { tier: checkedForm({ call, field: 'Tier' }, 'word', Tier) }),
          ...(KeyId === undefined ? {} : { keyId: checkedForm({ call, field: 'KeyId' }, 'key', KeyId) }),
        });
      }
      const keys = (page.Parameters ?? []).map(({ KeyId = '' }) => KeyId);
      refuseCredentials(this.#clients, { call, field: 'KeyId' }, keys);
      token = listing.next(
        page.NextToken,
        (page.Parameters ?? []).map(({ Name, Tier, KeyId }) => [Name, Tier, KeyId]),
      );
    } while (token !== undefined);
    return placements;
  }

  /** A parameter as it may be kept to be put back: a value that repeats credentials could be neither kept nor changed. */
  #checked(
    call: string,
    { Value = '', Type = 'String', Version = 0 }: Pick<Parameter, 'Value' | 'Type' | 'Version'>,
  ): Pick<StoredParameter, 'value' | 'type' | 'version'> {
    refuseCredentials(this.#clients, { call, field: 'Value' }, [Value]);
    const type = checkedForm({ call, field: 'Type' }, 'word', Type) as StoredParameter['type'];
    return { value: Value, type, version: checkedVersion({ call, field: 'Version' }, Version) };
  }

  #moved(name: string, expected: number, version: number, exists: boolean): ConflictError {
    return new ConflictError(
      exists ? 'PARAMETER_EXISTS' : 'PARAMETER_MOVED',
      `parameter ${name} must be at version ${expected}, got version ${version}`,
      { details: { parameter: name, expected, version }, hint: 'Somebody else changed it; look at it and try again.' },
    );
  }

  #at(operation: string, resource: string): AwsOperation {
    return operationOf(this.#clients, 'ssm', operation, resource);
  }

  /** One call, repeated where SSM asks for it but the SDK does not. */
  async #send<T>(operation: string, resource: string, call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        const busy = error instanceof Error && error.name === 'TooManyUpdates';
        const translated = translateAwsError(error, this.#at(operation, resource));
        if (!busy || attempt >= attemptsPerWrite) throw translated;
        await this.#waiting.sleep(backoffMs(attempt));
      }
    }
  }
}
