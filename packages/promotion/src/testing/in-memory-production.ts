import { ConflictError, NotFoundError, sha256 } from '@fraudx/core';
import type { ObjectStore, PutObjectOptions } from '../ports/object-store.ts';
import type { ParameterStore, ParameterVersion, StoredParameter } from '../ports/parameter-store.ts';
import type { PipelineExecution, PipelineRunner } from '../ports/pipeline-runner.ts';

/** A parameter store in memory, as strict as a back end that can compare. */
export class InMemoryParameterStore implements ParameterStore {
  readonly #versions = new Map<string, StoredParameter[]>();

  async list(prefix: string): Promise<StoredParameter[]> {
    const names = [...this.#versions.keys()].filter((name) => name.startsWith(`${prefix}/`));
    return names.sort().map((name) => this.#versions.get(name)!.at(-1)!);
  }

  async get(name: string, version?: number): Promise<StoredParameter | undefined> {
    const versions = this.#versions.get(name);
    return version === undefined ? versions?.at(-1) : versions?.find((stored) => stored.version === version);
  }

  async versions(name: string, after: number): Promise<ParameterVersion[]> {
    return (this.#versions.get(name) ?? []).filter(({ version }) => version > after);
  }

  async put(write: Parameters<ParameterStore['put']>[0]): Promise<{ version: number }> {
    const { expectedVersion, ...parameter } = write;
    const versions = this.#versions.get(write.name) ?? [];
    const current = versions.at(-1)?.version ?? 0;
    if (current !== expectedVersion) {
      const code = expectedVersion === 0 ? 'PARAMETER_EXISTS' : 'PARAMETER_MOVED';
      throw new ConflictError(code, `${write.name} must be at version ${expectedVersion}, got ${current}`);
    }
    this.#versions.set(write.name, [...versions, { ...parameter, version: current + 1 }]);
    return { version: current + 1 };
  }

  async delete(name: string, expectedVersion: number): Promise<void> {
    const current = this.#versions.get(name)?.at(-1)?.version;
    if (current === undefined) return;
    if (current !== expectedVersion) {
      throw new ConflictError('PARAMETER_MOVED', `${name} must be at version ${expectedVersion}, got ${current}`);
    }
    this.#versions.delete(name);
  }
}

/** An object store in memory. */
export class InMemoryObjectStore implements ObjectStore {
  readonly objects = new Map<string, Uint8Array>();

  uri(key: string): string {
    return `memory://${key}`;
  }

  async get(key: string): Promise<{ key: string; body: Uint8Array; etag: string } | undefined> {
    return this.#get(key);
  }

  #get(key: string): { key: string; body: Uint8Array; etag: string } | undefined {
    const body = this.objects.get(key);
    return body === undefined ? undefined : { key, body, etag: sha256(body) };
  }

  async put(key: string, body: Uint8Array, options: PutObjectOptions = {}): Promise<{ etag: string }> {
    const current = this.#get(key);
    const taken = options.ifNoneMatch === '*' && current !== undefined;
    if (taken || (options.ifMatch !== undefined && options.ifMatch !== current?.etag)) {
      throw new ConflictError('OBJECT_CHANGED', `${key} must be as expected, got another content`);
    }
    this.objects.set(key, Uint8Array.from(body));
    return { etag: sha256(body) };
  }

  async delete(key: string, options: { readonly ifMatch?: string } = {}): Promise<void> {
    const current = this.#get(key);
    if (options.ifMatch !== undefined && options.ifMatch !== current?.etag) {
      throw new ConflictError('OBJECT_CHANGED', `${key} must be as expected, got another content`);
    }
    this.objects.delete(key);
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
}

/** A pipeline runner in memory; executions succeed at once. */
export class InMemoryPipelineRunner implements PipelineRunner {
  readonly executions = new Map<string, PipelineExecution>();

  async start(request: { readonly name: string; readonly input: string }): Promise<PipelineExecution> {
    const existing = this.executions.get(request.name);
    if (existing !== undefined && existing.input !== request.input) {
      throw new ConflictError('EXECUTION_EXISTS', `${request.name} must have this input, got another one`);
    }
    const execution = existing ?? {
      executionArn: `memory:execution:${request.name}`,
      ...request,
      status: 'SUCCEEDED' as const,
      startedAt: 0,
    };
    this.executions.set(request.name, execution);
    return execution;
  }

  async find(name: string): Promise<PipelineExecution | undefined> {
    return this.executions.get(name);
  }

  async describe(executionArn: string): Promise<PipelineExecution> {
    const execution = this.executions.get(executionArn.split(':').at(-1) ?? '');
    if (execution?.executionArn === executionArn) return execution;
    throw new NotFoundError('EXECUTION_NOT_FOUND', `execution must exist, got ${executionArn}`);
  }
}

/** The three ports of production, as every target gives them. */
export interface ProductionPorts {
  readonly parameters: ParameterStore;
  readonly objects: ObjectStore;
  readonly pipeline: PipelineRunner;
}

/** Production in memory. */
export function createInMemoryProduction(): {
  parameters: InMemoryParameterStore;
  objects: InMemoryObjectStore;
  pipeline: InMemoryPipelineRunner;
} {
  return {
    parameters: new InMemoryParameterStore(),
    objects: new InMemoryObjectStore(),
    pipeline: new InMemoryPipelineRunner(),
  };
}
