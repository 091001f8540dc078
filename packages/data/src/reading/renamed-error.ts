import { DataError, FraudxError } from '@fraudx/core';

/** The error with the address of the data where it names its temporary copy or link; any other error as it is. */
export function renamedError(error: unknown, copy: string, address: string): unknown {
  if (!(error instanceof FraudxError) || !error.message.includes(copy)) return error;
  return new DataError(error.code, error.statement.replaceAll(copy, address), {
    subject: error.subject,
    details: { ...error.details, file: address },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
