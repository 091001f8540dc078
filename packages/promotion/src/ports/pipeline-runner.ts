/** State of an execution, in the words of AWS Step Functions. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/** One execution of the production pipeline. */
export interface PipelineExecution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly stoppedAt?: number;
  /** JSON text. */
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** What is to be started. */
export interface ExecutionRequest {
  readonly name: string;
  readonly input: string;
  readonly machine?: string | undefined;
}

/**
 * Starts the production pipeline and looks after it: AWS Step Functions, or a folder of records.
 *
 * Every method raises `OutsideError` when the back end cannot be reached or refuses.
 */
export interface PipelineRunner {
  /** What `start` runs and `find` looks at unless told otherwise, where there are several: the ARN of a state machine. */
  readonly machine?: string | undefined;
  /**
   * Starts an execution. The name makes it idempotent: a second start with equal name and input gives the first execution,
   * whatever became of it.
   *
   * @param request - `name`: 1–80 of `[0-9A-Za-z_-]`; `input`: JSON text; `machine`: default {@link PipelineRunner.machine}.
   * @throws {ConflictError} `EXECUTION_EXISTS`: the name is taken by an execution with another input.
   */
  start(request: ExecutionRequest): Promise<PipelineExecution>;
  /** The execution of this name, or undefined when there certainly is none; raises when that cannot be known. */
  find(name: string, machine?: string): Promise<PipelineExecution | undefined>;
  /**
   * The execution of this ARN.
   *
   * @throws {NotFoundError} `EXECUTION_NOT_FOUND`.
   */
  describe(executionArn: string): Promise<PipelineExecution>;
}
