import { FraudxError } from '@fraudx/core';

/** What was found of one thing that a job needs. */
export interface SetupCheck {
  /** Of what: `data`, `derive`, `time`, `amount`, `leaks`, `gates`. */
  readonly check: string;
  /** A job runs with warnings; with a problem it fails. */
  readonly status: 'ok' | 'warning' | 'problem';
  /** What was found, and what to do about a problem. */
  readonly detail: string;
  /** The code of the error behind a problem. */
  readonly code?: string;
}

/** An error as a check. */
export function problemOf(check: string, error: unknown): SetupCheck {
  const detail = error instanceof Error ? error.message : String(error);
  if (!(error instanceof FraudxError)) return { check, status: 'problem', detail };
  const { hint, code } = error;
  return { check, status: 'problem', detail: hint === undefined ? detail : `${detail}. ${hint}`, code };
}
