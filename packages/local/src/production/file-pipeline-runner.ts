import { join } from 'node:path';
import type { Clock } from '@fraudx/core';
import { ConflictError, InvalidArgumentError, NotFoundError, once, OutsideError, parseJson } from '@fraudx/core';
import type { PipelineExecution, PipelineRunner } from '@fraudx/promotion';
import { z } from 'zod';
import type { ProductionFiles } from './production-files.ts';

const executionSchema = once(() =>
  z.object({
    executionArn: z.string(),
    name: z.string(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
    startedAt: z.number(),
    stoppedAt: z.number().optional(),
    input: z.string(),
    output: z.string().optional(),
    error: z.string().optional(),
    cause: z.string().optional(),
  }),
);

const arnPrefix = 'local:execution:';

/**
 * Records executions as files `executions/<name>.json`. Nothing is run: an execution is done as soon as it is recorded, and its output
 * says so.
 */
export class FilePipelineRunner implements PipelineRunner {
  readonly #files: ProductionFiles;
  readonly #clock: Clock;

  constructor(files: ProductionFiles, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
  }

  async start(request: { readonly name: string; readonly input: string }): Promise<PipelineExecution> {
    const { name, input } = request;
    const path = this.#path(name);
    return await this.#files.exclusively('executions', async () => {
      const existing = await this.find(name);
      if (existing !== undefined) {
        if (existing.input === input) return existing;
        throw new ConflictError('EXECUTION_EXISTS', `execution ${name} must have the given input, got another one`, {
          details: { name },
        });
      }
      const now = this.#clock.now();
      const execution: PipelineExecution = {
        executionArn: `${arnPrefix}${name}`,
        name,
        status: 'SUCCEEDED',
        startedAt: now,
        stoppedAt: now,
        input,
        output: '{"note":"recorded only: the local target runs no pipeline"}',
      };
      await this.#files.write(path, `${JSON.stringify(execution, null, 2)}\n`, { secret: false });
      return execution;
    });
  }

  async find(name: string): Promise<PipelineExecution | undefined> {
    const path = this.#path(name);
    const bytes = await this.#files.read(path);
    if (bytes === undefined) return undefined;
    try {
      return executionSchema().parse(parseJson(new TextDecoder().decode(bytes), path)) as PipelineExecution;
    } catch (error) {
      throw new OutsideError(
        'EXECUTION_FILE_DAMAGED',
        `${path} must be the record of an execution, got something else`,
        {
          details: { path },
          cause: error,
          hint: 'Put the file back from a backup, or remove it.',
        },
      );
    }
  }

  async describe(executionArn: string): Promise<PipelineExecution> {
    const name = executionArn.startsWith(arnPrefix) ? executionArn.slice(arnPrefix.length) : '';
    const execution = /^[0-9A-Za-z_-]{1,80}$/.test(name) ? await this.find(name) : undefined;
    if (execution !== undefined) return execution;
    throw new NotFoundError('EXECUTION_NOT_FOUND', `execution must be one of this folder, got "${executionArn}"`, {
      details: { executionArn },
      hint: 'The records of promotions name their executions.',
    });
  }

  #path(name: string): string {
    if (!/^[0-9A-Za-z_-]{1,80}$/.test(name)) {
      throw new InvalidArgumentError(`name must be 1–80 of [0-9A-Za-z_-], got "${name}"`, {
        subject: 'FilePipelineRunner',
      });
    }
    return join(this.#files.folder, 'executions', `${name}.json`);
  }
}
