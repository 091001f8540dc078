import { InvalidArgumentError } from '@fraudx/core';
import type { Alias, Document, Node, Pair, YAMLError, YAMLMap } from 'yaml';

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
  const { LineCounter, isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, parseDocument } =
    await import('yaml');
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
    // the library would quote the whole line for each error in it
    prettyErrors: false,
    lineCounter: lines,
    merge: true,
    logLevel: 'error',
    // the library compares each key with all before it
    uniqueKeys: false,
  });
  const [problem] = document.errors;
  if (problem !== undefined) throw refuse(lineAt(problem.pos[0]), `must be YAML: ${wordsOf(problem)}`);

  const sizes = new Map<Node, number>();
  const open = new Set<Node>();
  /** The last node of each anchor so far. The library would look through the whole document for each alias. */
  const anchored = new Map<string, Node>();
  const remember = (node: Node): void => {
    if ('anchor' in node && typeof node.anchor === 'string') anchored.set(node.anchor, node);
  };
  /** What an alias names, instead of the alias. */
  const namedBy = (alias: Alias): Node => {
    const line = lineAt(alias.range?.[0]);
    const target = anchored.get(alias.source);
    if (alias === document.contents) throw refuse(line, 'config must be keys with values, got an alias');
    if (target === undefined) {
      throw refuse(
        line,
        `alias *${alias.source} must name an anchor that stands before it, got none`,
        `A text that begins with * stands in quotes: "*${alias.source}".`,
      );
    }
    if (open.has(target)) throw refuse(line, `alias *${alias.source} must not stand inside what it names`);
    return target;
  };
  const checkKeys = (pairs: readonly unknown[]): void => {
    const seen = new Set<unknown>();
    for (const pair of pairs) {
      if (!isPair(pair) || !isNode(pair.key)) continue;
      if (!isScalar(pair.key))
        throw refuse(lineAt(pair.key.range?.[0]), 'a key must be a text, got a list or keys with values');
      const { value: key } = pair.key;
      if (seen.has(key) && !Number.isNaN(key))
        throw refuse(lineAt(pair.key.range?.[0]), 'must be YAML: Map keys must be unique');
      seen.add(key);
    }
  };
  /** How many values a node stands for. */
  const sizeOf = (item: unknown, depth: number): number => {
    if (isPair(item)) {
      if (isNode(item.key)) remember(item.key);
      if (isAlias(item.value)) item.value = namedBy(item.value);
      return sizeOf(item.value, depth);
    }
    if (!isNode(item)) return 1;
    const line = lineAt(item.range?.[0]);
    if (isAlias(item)) return sizeOf(namedBy(item), depth);
    const known = sizes.get(item);
    if (known !== undefined) return known;
    remember(item);
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
      if (isMap(item)) checkKeys(item.items);
      const { items } = item as { items: unknown[] };
      for (let k = 0; k < items.length; k++) {
        const one = items[k];
        if (isAlias(one)) items[k] = namedBy(one);
        size += sizeOf(items[k], depth + 1);
      }
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
  const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  /** The pairs of a map by their keys, the first of each: a long list of problems asks for many. */
  const pairsOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = pairs.get(map) ?? new Map(map.items.toReversed().map((pair) => [String(pair.key), pair]));
    pairs.set(map, known);
    return known;
  };
  return {
    value,
    lineOf: (at) => {
      let node: unknown = document.contents;
      let pair: Pair | undefined;
      for (const step of at) {
        pair = isMap(node) ? pairsOf(node).get(String(step)) : undefined;
        node = isSeq(node) ? node.items[Number(step)] : pair?.value;
      }
      const found = pair?.key ?? (at.length === 0 ? undefined : node);
      return isNode(found) && found.range ? lineAt(found.range[0]) : undefined;
    },
  };
}
