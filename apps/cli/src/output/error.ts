import { FraudxError, InterruptedError, ShownValues, withoutSecrets, withoutSecretsInside } from '@fraudx/core';
import { systemRefusal } from '@fraudx/core/files';
import { exitCodeOf } from '../exit-codes.ts';
import { hiddenAdvice } from './hidden-advice.ts';
import { oneLine } from './one-line.ts';
import { hintOf } from './hint.ts';

/** An error in the three forms that are printed. */
export interface ErrorReport {
  readonly exitCode: number;
  /** For people, on standard error. */
  readonly text: string;
  /** For tools, on standard output with `--json`. */
  readonly json: object;
}

function causes(error: unknown, values: ShownValues): string[] {
  const lines: string[] = [];
  for (let at = error; at instanceof Error && lines.length < 5; at = at.cause)
    lines.push(`${at.name}: ${values.foreign(at.message)}`);
  return lines;
}

/** The lines below a message that show the place in a query, as the error itself has them: no other line end in a message is ours. */
function excerptOf({ details }: FraudxError): string {
  const { excerpt } = details;
  if (!Array.isArray(excerpt)) return '';
  return (excerpt as readonly unknown[]).map((line) => `\n  ${withoutSecrets(String(line))}`).join('');
}

/** Where an error came from, line by line; its message stands in one. */
function stackOf(error: Error, values: ShownValues): string {
  const { name, message, stack = '' } = error;
  const at = stack.indexOf(message);
  const shown = oneLine(values.foreign(message));
  if (message === '' || at === -1) return `${name}: ${shown}`;
  return `${stack.slice(0, at)}${shown}${stack.slice(at + message.length)}`;
}

/** What a user calls the places that the libraries name by function or class. */
const places: Readonly<Record<string, string>> = {
  splitRows: 'split',
  splitPrequential: 'split',
  prequentialSplits: 'split',
  parseTestFold: 'split.testFold',
  fitFeatures: 'features',
  Frame: 'data',
  readFrame: 'data',
  readFrames: 'data',
  writeFrames: 'data',
  exploreFrame: 'explore',
  validateFrame: 'validation',
  parseSearchSpace: 'tuning.space',
  parseThresholdStrategy: 'evaluation.threshold',
  chooseThreshold: 'evaluation.threshold',
  parseGate: 'gate',
  sampleWeight: 'sampleWeight',
  timeUnit: 'timeUnit',
};

/** What a user calls the subject of an error; undefined for a function of the libraries that means nothing to them. */
function placeOf(subject: string | undefined): string | undefined {
  if (subject === undefined || subject === 'fit') return undefined;
  if (Object.hasOwn(places, subject)) return places[subject];
  // the name of a function or a class
  return /[a-z][A-Z]|^[A-Z]/.test(subject) ? undefined : subject;
}

/** A message with the subject in the user's words, or without one. */
export function userMessage({ subject, statement }: Pick<FraudxError, 'subject' | 'statement'>): string {
  // What was being done then says nothing that helps.
  if (statement === 'interrupted') return statement;
  const place = placeOf(subject);
  return place === undefined ? statement : `${place}: ${statement}`;
}

/** Whether a library passed on that its signal was aborted, in its own words. */
function isAbort(thrown: unknown, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted !== true || thrown instanceof FraudxError) return false;
  return (
    thrown === signal.reason ||
    (thrown instanceof Error && (thrown.name === 'AbortError' || thrown.cause === signal.reason))
  );
}

/**
 * What to print for a failure and how to exit.
 *
 * A {@link FraudxError} is reported in one line with its hint, never with a stack; anything else is a bug in fraudx and asks for a report.
 *
 * @param signal - The signal of the command: what ended because it was aborted was interrupted.
 * @param values - What of data may be shown. Default: all.
 */
export function reportError(
  thrown: unknown,
  verbose: boolean,
  signal?: AbortSignal,
  values = new ShownValues(),
): ErrorReport {
  const isDefect = !(thrown instanceof FraudxError) || thrown.kind === 'internal';
  const error = isAbort(thrown, signal)
    ? new InterruptedError('interrupted', { cause: thrown })
    : ((isDefect ? systemRefusal(thrown) : undefined) ?? thrown);
  if (error instanceof FraudxError && error.kind !== 'internal') {
    const whole = withoutSecrets(userMessage(error));
    const message = values.message(whole);
    const excerpt = excerptOf(error);
    const lines = [
      `error: ${oneLine(whole.endsWith(excerpt) ? values.message(whole.slice(0, whole.length - excerpt.length)) : message)}`,
      ...excerpt
        .split('\n')
        .slice(1)
        .map((line) => oneLine(line)),
    ];
    const said = hintOf(error);
    const advice = said === undefined ? undefined : withoutSecrets(said);
    const shown = advice === undefined ? undefined : values.message(advice);
    // Said where something was left out.
    const isLess = values.areHidden && (whole !== message || shown !== advice);
    const hint = isLess ? [shown, hiddenAdvice(values.since)].filter((part) => part !== undefined).join(' ') : shown;
    if (hint !== undefined) lines.push(`  ${oneLine(hint)}`);
    if (verbose) lines.push(...causes(error.cause, values).map((line) => `  caused by ${oneLine(line)}`));
    return {
      exitCode: exitCodeOf(error.kind),
      text: `${lines.join('\n')}\n`,
      json: {
        error: {
          code: error.code,
          message,
          hint: hint ?? null,
          details: values.inside(withoutSecretsInside(error.details), `${message} ${hint ?? ''}`),
        },
      },
    };
  }
  const stack = withoutSecrets(
    error instanceof Error ? stackOf(error, values) : oneLine(values.foreign(String(error))),
  );
  return {
    exitCode: 70,
    text: `error: this is a bug in fraudx, not a problem of your input\n${stack}\n  Please report it with the command you ran.\n`,
    json: {
      error: {
        code: 'INTERNAL',
        message: withoutSecrets(values.foreign(error instanceof Error ? error.message : String(error))),
        hint: null,
        details: {},
      },
    },
  };
}
