import { FraudxError } from '@fraudx/core';

/** One behaviour that every implementation of a port owes; throws where it is missing. Any test framework can run it. */
export interface ContractCase<Fixture> {
  readonly title: string;
  readonly run: (this: void, fixture: Fixture) => Promise<void>;
}

/** The code of the error that `work` ends with; another text where it ends otherwise. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'nothing',
    (reason: unknown) => reason,
  );
  return error instanceof FraudxError ? error.code : `not refused: ${String(error)}`;
}
