import { InvalidArgumentError } from '@fraudx/core';
import type { Alias, Document, Node, YAMLError } from 'yaml';

/** Levels of nesting that a config may have; the schema has 5. */
const deepest = 50;
/** Values that a config may have once aliases stand for what they name. */
const mostValues = 100_000;
/** Characters that a config may have. */
const mostCharacters = 1 << 20;

const coreTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/** YAML as plain values, and where they stand. */
export interface ParsedYaml {
  readonly value: unknown;
  /** Line of a key or value by its path, 1-based; undefined where unknown, e.g. behind a merge key. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

/** A problem of the library in words for who wrote the file. */
function wordsOf(error: YAMLError): string {
  if (error.code === 'RESOURCE_EXHAUSTION') return `nesting must be at most ${deepest} levels deep, got more`;
  if (error.code === 'MULTIPLE_DOCS') return 'must be one document, got another after "---"';
  // the library quotes what it stumbles over, which may be a line of anything
  return error.message
    .split('\n')[0]!
    .replace(/ at line \d+, column \d+:?$/, '')
    .replaceAll(/"(?:[^"\\]|\\.){10,}"?/g, 'a text');
}

/**
 * Parses YAML that others may have written: no alias, tag or nesting in it can make more of it than it is.
 *
 * Merge keys (`<<`) are applied, as in YAML 1.1.
 *
 * @param source - The file, first word of messages.
 * @throws {InvalidArgumentError} `INVALID_CONFIG`, with the line.
 */
export async function parseYaml(text: string, source: string): Promise<ParsedYaml> {
  const { LineCounter, isAlias, isCollection, isMap, isNode, isPair, isScalar, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const lineAt = (offset: number | undefined): number | undefined =>
    offset === undefined ? undefined : lines.linePos(offset).line;
  const refuse = (line: number | undefined, problem: string, hint?: string): InvalidArgumentError =>
    new InvalidArgumentError(`${source}: ${line === undefined ? '' : `line ${line}: `}${problem}`, {
      code: 'INVALID_CONFIG',
      details: { source, ...(line === undefined ? {} : { line }) },
      ...(hint === undefined ? {} : { hint }),
    });
  if (text.length > mostCharacters) throw refuse(undefined, 'config must be at most 1 MiB, got more');
  const document: Document = parseDocument(text, {
    prettyErrors: true,
    lineCounter: lines,
    merge: true,
    logLevel: 'error',
  });
  const [problem] = document.errors;
  if (problem !== undefined) throw refuse(lineAt(problem.pos[0]), `must be YAML: ${wordsOf(problem)}`);

  const sizes = new Map<Node, number>();
  const open = new Set<Node>();
  const sizeOfAlias = (alias: Alias): number => {
    const line = lineAt(alias.range?.[0]);
    const target = alias.resolve(document);
    if (alias === document.contents) throw refuse(line, 'config must be keys with values, got an alias');
    if (target === undefined) {
      throw refuse(
        line,
        `alias *${alias.source} must name an anchor that stands before it, got none`,
        `A text that begins with * stands in quotes: "*${alias.source}".`,
      );
    }
    if (open.has(target)) throw refuse(line, `alias *${alias.source} must not stand inside what it names`);
    return sizes.get(target) ?? 1;
  };
  /** How many values a node stands for. */
  const sizeOf = (item: unknown, depth: number): number => {
    if (isPair(item)) {
      const { key, value } = item;
      if (isNode(key) && !isScalar(key))
        throw refuse(lineAt(key.range?.[0]), 'a key must be a text, got a list or keys with values');
      return sizeOf(value, depth);
    }
    if (!isNode(item)) return 1;
    const line = lineAt(item.range?.[0]);
    if (isAlias(item)) return sizeOfAlias(item);
    if (item.tag !== undefined && !coreTags.has(item.tag)) {
      if (item === document.contents) throw refuse(line, 'config must be keys with values, got a tag');
      throw refuse(
        line,
        `tag ${item.tag.replace(/^tag:yaml\.org,2002:/, '!!')} must be left out: the kind of a value is known by its key`,
      );
    }
    let size = 1;
    if (isCollection(item)) {
      if (depth >= deepest) throw refuse(line, `nesting must be at most ${deepest} levels deep, got more`);
      open.add(item);
      for (const one of item.items) size += sizeOf(one, depth + 1);
      open.delete(item);
    }
    if (size > mostValues) throw refuse(line, `aliases must stand for at most ${mostValues} values in all, got more`);
    sizes.set(item, size);
    return size;
  };
  sizeOf(document.contents, 0);

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: -1 });
  } catch (error) {
    // What remains are merge keys that merge no keys.
    throw refuse(undefined, `must be YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  return {
    value,
    lineOf: (at) => {
      const parent = at.length > 1 ? document.getIn(at.slice(0, -1), true) : document.contents;
      const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(at.at(-1))) : undefined;
      const node = pair?.key ?? (at.length === 0 ? undefined : document.getIn(at, true));
      return isNode(node) && node.range ? lineAt(node.range[0]) : undefined;
    },
  };
}
