import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  ConflictError,
  dataAddress,
  InvalidArgumentError,
  isAddress,
  openTimeZone,
  withoutSecrets,
} from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import type { Io } from '../../io.ts';
import { noteWarnings } from '../../output/warnings.ts';
import type { Choose, ConfigFacts } from '@fraudx/pipelines';
import { defaultMissingMarkers } from '@fraudx/data';
import { guessConfigOfData } from '@fraudx/pipelines';
import { configTemplate } from '@fraudx/pipelines/config';
import { oneLine } from '../../output/one-line.ts';
import type { ReadingOptions } from '../../options/setting-flags.ts';
import { document, lines } from '../../output/lines.ts';

/** The first lines of a new config. */
const heading = [
  'fraudx.yaml: found from any folder below this one. Command-line flags take precedence.',
  'Completion and checks in editors: "fraudx config schema --output fraudx.schema.json" says how.',
];

type Reading = NonNullable<ConfigFacts['reading']>;

/** Options of `fraudx init`. */
export interface InitOptions extends ReadingOptions {
  readonly data?: string;
  readonly target?: string;
  readonly time?: string;
  readonly timeZone?: string;
  readonly drop?: string[];
  readonly categorical?: string[];
  readonly alertsPerDay?: number;
  readonly alertCost?: number;
  readonly print?: boolean;
  readonly force?: boolean;
}

/** Writes `fraudx.yaml` in the working folder, or prints it. */
export async function runInit(
  _args: readonly [],
  options: InitOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const path = join(io.cwd, 'fraudx.yaml');
  if (options.print !== true && options.force !== true && existsSync(path)) {
    throw new ConflictError('CONFIG_EXISTS', `init: fraudx.yaml must not exist yet, got ${path}`, {
      hint: 'Use --force to replace it, or --print to see a new one.',
    });
  }
  if (options.alertsPerDay !== undefined && options.alertCost !== undefined) {
    throw new InvalidArgumentError('init: either --alerts-per-day or --alert-cost must be given, got both', {
      hint: 'A threshold keeps to a capacity or has the lowest cost.',
    });
  }
  // Refuses a zone that nobody knows before anything is read.
  if (options.timeZone !== undefined) openTimeZone(options.timeZone);
  const zone = options.timeZone === undefined ? {} : { timeZone: options.timeZone };
  let known: ConfigFacts = {
    drop: options.drop ?? [],
    ...(options.categorical === undefined ? {} : { categorical: options.categorical }),
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.time === undefined ? {} : { time: options.time }),
    ...zone,
  };
  let secret = false;
  let open: readonly string[] =
    options.data === undefined ? ['data', ...(options.target === undefined ? ['target'] : [])] : [];
  const notes: string[] = [];
  if (options.data !== undefined) {
    const source = dataAddress(io.cwd, options.data);
    const guess = await guessConfigOfData(source, readable(options, io), options, {
      choose: chooser(io, options),
      signal: io.signal,
    });
    const data = isAddress(source) ? withoutSecrets(source) : relative(io.cwd, source);
    if (data !== source && isAddress(source)) secret = true;
    known = { data, ...guess.facts, ...zone, reading: { ...readingFacts(options), ...guess.facts.reading } };
    notes.push(...guess.notes);
    open = guess.open;
  }
  const threshold = await thresholdFacts(io, options, known);
  known = { ...known, ...threshold };
  if (threshold.threshold === undefined) {
    notes.push(
      'no threshold is chosen: say how many alerts can be reviewed per day (evaluation.threshold: alerts-per-day<=N) or what mistakes cost (min-cost and evaluation.costs); until then it is best-f1',
    );
  }
  const text = configTemplate(known, { heading });
  if (options.print === true) {
    noteWarnings(io, options, notes);
    return { json: { config: text, written: null, notes, open }, text: document(text) };
  }
  await writeFileAtomic(path, text, { replace: options.force === true });
  return {
    json: {
      config: text,
      written: path,
      dropped: known.drop,
      why: known.why ?? {},
      suspects: known.suspects ?? {},
      notes,
      open,
    },
    text: lines(
      `${path} written.`,
      ...leftOut(known),
      ...notes.map((note) => `  note: ${note}`),
      ...(secret ? ['  leaves out user and password of the address: give the whole address in FRAUDX_DATA'] : []),
      nextStep(open),
    ),
  };
}

/** What to do now: a training needs what is open still. */
function nextStep(open: readonly string[]): string {
  if (open.length === 0) return 'Next: fraudx tune --strategy random';
  const keys = open.length === 1 ? open[0]! : `${open.slice(0, -1).join(', ')} and ${open.at(-1)!}`;
  return `Next: set ${keys} in it, then fraudx doctor`;
}

function leftOut({ drop, why }: ConfigFacts): string[] {
  return drop.map((name) => `  leaves out ${name}${why?.[name] === undefined ? '' : `: ${why[name]}`}`);
}

/** What the flags say of reading, in the form of a config. */
function readingFacts({ encoding, decimalMark, dateOrder, missing, renameDuplicates }: ReadingOptions): Reading {
  // A list in a config replaces the usual markers; the flag adds to them.
  const markers = missing === undefined ? undefined : [...new Set([...defaultMissingMarkers, ...missing])];
  const said = { encoding, decimalMark, dateOrder, missing: markers, renameDuplicates };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function readable(options: ReadingOptions, io: Io): Parameters<typeof guessConfigOfData>[1] {
  const { renameDuplicates = false, ...config } = readingFacts(options);
  return {
    config,
    renameDuplicates,
    openObjects: async () => (await import('../../settings/open-objects.ts')).openObjects({}, io),
  };
}

/** Asks at a terminal, by number or name; nobody is asked for JSON, or where the answer would be lost. */
function asker(io: Io, options: CommonOptions): Io['ask'] {
  return options.json === true || options.quiet === true ? undefined : io.ask;
}

function chooser(io: Io, options: CommonOptions): Choose {
  const ask = asker(io, options);
  if (ask === undefined) return async () => undefined;
  return async (question, choices) => {
    const listed = choices.map((choice, i) => `  ${i + 1}  ${oneLine(choice)}`).join('\n');
    const answer = await ask(`${oneLine(question)}\n${listed}\nNumber or name [1]:`);
    if (answer === '') return choices[0];
    return choices[Number(answer) - 1] ?? choices.find((choice) => choice === answer);
  };
}

/** What decides the threshold: flags, or answers at a terminal. */
async function thresholdFacts(
  io: Io,
  options: InitOptions & CommonOptions,
  { amount }: ConfigFacts,
): Promise<Pick<ConfigFacts, 'threshold' | 'alertCost'>> {
  const byCapacity = (alerts: number): object => ({ threshold: `alerts-per-day<=${alerts}` });
  const byCost = (alertCost: number): object => ({ threshold: 'min-cost', alertCost });
  if (options.alertsPerDay !== undefined) return byCapacity(options.alertsPerDay);
  if (options.alertCost !== undefined) return byCost(options.alertCost);
  const ask = asker(io, options);
  if (ask === undefined || options.data === undefined) return {};
  const alerts = Number(await ask('How many alerts can your team review per day? (a number, or nothing):'));
  if (Number.isInteger(alerts) && alerts > 0) return byCapacity(alerts);
  if (amount === undefined) return {};
  const cost = await ask('What does one false alert cost, if a missed fraud costs its amount? (a number, or nothing):');
  return cost !== '' && Number(cost) >= 0 ? byCost(Number(cost)) : {};
}
