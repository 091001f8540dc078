/**
 * Writes the TypeScript types of the hyperparameters of the built-in algorithms from their schemas, so that a misspelt one does not compile.
 *
 * Run: `node -C fraudx-source scripts/param-types.ts`, after a change of a schema; a test holds the files to the schemas.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ParamDefinition } from '@fraudx/models';
import { algorithmNames, findAlgorithm, paramSchema } from '@fraudx/models';

interface Target {
  readonly algorithm: string;
  readonly type: string;
  readonly path: string;
}

/** Where the types of a built-in algorithm stand, from the project's root, and their name. */
function targetOf(algorithm: string): Target {
  const words = algorithm.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  const path = `packages/models/src/${algorithm}/${algorithm}-param-types.ts`;
  return { algorithm, type: `${words.join('')}Params`, path };
}

/** One file for each built-in algorithm. */
export const paramTypeFiles: readonly Target[] = algorithmNames().map(targetOf);

const quoted = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));

function typeOf({ type, choices = [], form }: ParamDefinition): string {
  if (form === 'monotone') return 'MonotoneConstraints';
  const texts = [...choices.map(quoted), ...(choices.includes('none') ? ['null'] : [])];
  if (type === 'boolean') return 'boolean';
  return [...(type === 'categorical' ? [] : ['number']), ...texts].join(' | ');
}

function rangeOf({ low, high, lowExclusive, highExclusive }: ParamDefinition): string {
  if (low === undefined && high === undefined) return '';
  const from = low === undefined ? '' : `${lowExclusive === true ? '>' : '>='} ${low}`;
  const to = high === undefined ? '' : `${highExclusive === true ? '<' : '<='} ${high}`;
  return ` ${[from, to].filter((part) => part !== '').join(', ')}.`;
}

function docOf(param: ParamDefinition): string {
  const fallback = param.default === undefined ? '' : ` Default ${quoted(param.default)}.`;
  return `${param.doc.replace(/\.$/, '')}.${rangeOf(param)}${fallback}`;
}

/** The module with the type of an algorithm's hyperparameters, as text. */
export function paramTypesOf({ algorithm, type }: Target): string {
  const { params } = paramSchema(algorithm);
  const fields = params.flatMap((param) => {
    const names = [...new Set([param.camelName, param.name, ...param.aliases])];
    const [first, ...others] = names.map((name) => `  readonly ${name}?: ${typeOf(param)} | undefined;`);
    const docs = names.slice(1).map((name, i) => `  /** Same as \`${names[0]}\`. */\n${others[i]!}`);
    return [`  /** ${docOf(param)} */\n${first!}`, ...docs];
  });
  const fixed = (findAlgorithm(algorithm).refused ?? []).flatMap(({ names, allowed }) => {
    if (allowed === undefined) return [];
    const values = [...new Set(allowed.map((value) => (Number.isNaN(value) ? 'number' : quoted(value))))].join(' | ');
    return names
      .split(' ')
      .flatMap((name) => [
        ...new Set([name, name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())]),
      ])
      .map(
        (name) =>
          `  /** Accepted with this value alone, which the engine has anyway. */\n  readonly ${name}?: ${values} | undefined;`,
      );
  });
  const needsMonotone = params.some(({ form }) => form === 'monotone');
  return `${needsMonotone ? "import type { MonotoneConstraints } from '../parameters/monotone-constraints.ts';\n\n" : ''}/** Hyperparameters of the algorithm \`${algorithm}\`, by every accepted name. Written by scripts/param-types.ts; above 300 lines where there are many names. */
export interface ${type} {
${[...fields, ...fixed].join('\n')}
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const target of paramTypeFiles)
    writeFileSync(new URL(`../${target.path}`, import.meta.url), paramTypesOf(target));
}
