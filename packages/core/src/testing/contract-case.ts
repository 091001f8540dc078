import { FraudxError } from '../errors.ts';

/** One behaviour that every implementation of a port owes; throws where it is missing. Any test framework can run it. */
export interface ContractCase<Fixture> {
  readonly title: string;
  readonly run: (this: void, fixture: Fixture) => Promise<void>;
}

/** The code of the error that `work` ends with; `done` where it does not fail, and another text where the error has no code. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof FraudxError ? error.code : `no code: ${String(error)}`;
  }
}
