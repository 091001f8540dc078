import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ConflictError, InvalidArgumentError, NotFoundError } from '@fraudx/core';
import type { ExecutionRequest, PipelineExecution, PipelineRunner } from '@fraudx/promotion';
import { operationOf, type AwsClients } from './aws-clients.ts';
import { backoffMs, type Waiting } from './pacer.ts';
import { checkStateMachineArn } from './check-names.ts';
import { checkedField, shownText } from './checked-answers.ts';
import { shownCause } from './shown-answers.ts';
import { translateAwsError } from './translate-aws-error.ts';

const maxInputBytes = 262_144;

/** The ARN that an execution of this state machine (or of a version or alias of it) has. */
export function executionArn(stateMachineArn: string, name: string): string {
  const parts = stateMachineArn.split(':');
  return [...parts.slice(0, 5), 'execution', parts[6] ?? '', name].join(':');
}

function checkedArn(clients: AwsClients, call: string, arn: string): string {
  return checkedField(clients, { call, field: 'executionArn' }, 'execution', arn);
}

function toExecution(clients: AwsClients, arn: string, answer: DescribeExecutionCommandOutput): PipelineExecution {
  const call = 'states DescribeExecution';
  const executionArn = checkedArn(clients, call, answer.executionArn ?? arn);
  const name = answer.name ?? executionArn.split(':').at(-1)!;
  const status = answer.status ?? 'RUNNING';
  checkedField(clients, { call, field: 'name' }, 'executionName', name);
  checkedField(clients, { call, field: 'status' }, 'status', status);
  return {
    executionArn,
    name,
    status,
    startedAt: answer.startDate?.getTime() ?? 0,
    input: answer.input ?? '',
    ...(answer.stopDate === undefined ? {} : { stoppedAt: answer.stopDate.getTime() }),
    ...(answer.output === undefined ? {} : { output: shownText(clients, answer.output) }),
    ...(answer.error === undefined ? {} : { error: shownText(clients, answer.error) }),
    ...(answer.cause === undefined ? {} : { cause: shownText(clients, answer.cause) }),
  };
}

/** Executions of one AWS Step Functions state machine of type STANDARD. */
export class StepFunctionsPipelineRunner implements PipelineRunner {
  readonly #clients: AwsClients;
  readonly #waiting: Waiting;
  readonly #stateMachineArn: string | undefined;

  /** @param stateMachineArn - Needed to start and to find; describing works without. */
  constructor(clients: AwsClients, waiting: Waiting, stateMachineArn?: string) {
    if (stateMachineArn !== undefined) checkStateMachineArn(stateMachineArn);
    this.#clients = clients;
    this.#waiting = waiting;
    this.#stateMachineArn = stateMachineArn;
  }

  get machine(): string | undefined {
    return this.#stateMachineArn;
  }

  async start(request: ExecutionRequest): Promise<PipelineExecution> {
    const { name, input } = request;
    const machine = this.#machine('start', request.machine);
    const bytes = Buffer.byteLength(input);
    if (bytes > maxInputBytes) {
      throw new InvalidArgumentError(`pipeline: input must have at most ${maxInputBytes} bytes, got ${bytes}`);
    }
    try {
      const answer = await this.#clients.sfn.send(new StartExecutionCommand({ stateMachineArn: machine, name, input }));
      const startedAt = answer.startDate?.getTime() ?? 0;
      return {
        executionArn: checkedArn(
          this.#clients,
          'states StartExecution',
          answer.executionArn ?? executionArn(machine, name),
        ),
        name,
        status: 'RUNNING',
        startedAt,
        input,
      };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') {
        throw this.#translate('StartExecution', machine, error);
      }
      const existing = await this.find(name, machine);
      if (existing?.input === input) return existing;
      throw new ConflictError('EXECUTION_EXISTS', `execution ${name} must have the given input, got another one`, {
        details: { name },
        cause: shownCause(error, { credentials: this.#clients.learned.secrets }),
      });
    }
  }

  async find(name: string, machine?: string): Promise<PipelineExecution | undefined> {
    // without the ARN nobody can say that there is none
    return await this.#describe(executionArn(this.#machine('find', machine), name));
  }

  async describe(arn: string): Promise<PipelineExecution> {
    if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[^:]+:[^:]+$/.test(arn)) {
      throw new InvalidArgumentError(`pipeline: execution must be an ARN of Step Functions, got "${arn}"`, {
        code: 'INVALID_EXECUTION_ARN',
      });
    }
    // an execution that was just started may not be shown yet
    for (let attempt = 1; attempt <= 3; attempt++) {
      const execution = await this.#describe(arn);
      if (execution !== undefined) return execution;
      if (attempt < 3) await this.#waiting.sleep(backoffMs(attempt));
    }
    throw new NotFoundError('EXECUTION_NOT_FOUND', `execution must exist, got "${arn}"`, {
      details: { executionArn: arn },
      hint: 'Step Functions keeps executions for 90 days; check account and region.',
    });
  }

  #machine(purpose: 'start' | 'find', named: string | undefined): string {
    const machine = named ?? this.#stateMachineArn;
    if (machine !== undefined) return machine;
    throw new InvalidArgumentError(`pipeline: state machine must be given to ${purpose} an execution, got none`, {
      code: 'STATE_MACHINE_MISSING',
      details: { settings: ['promotion.stateMachineArn'] },
      hint: 'Set promotion.stateMachineArn to the ARN of one.',
    });
  }

  async #describe(arn: string): Promise<PipelineExecution | undefined> {
    try {
      const answer = await this.#clients.sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
      return toExecution(this.#clients, arn, answer);
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
      throw this.#translate('DescribeExecution', arn, error);
    }
  }

  #translate(operation: string, resource: string, error: unknown): Error {
    return translateAwsError(error, operationOf(this.#clients, 'states', operation, resource));
  }
}
