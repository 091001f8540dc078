import type { ConfigFacts } from '../exploration/config-facts.ts';
import type { FraudxConfig } from './config-fields.ts';
import { configJsonSchema } from './config-json-schema.ts';
import { yamlText } from './yaml-text.ts';

const usualHeading = 'Settings of a job. Keys in comments are examples; what is left out has its default.';

/** What a template needs of the JSON Schema of a key. */
interface Property {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Property>>;
}

/** Column of the remarks behind short lines. */
const remarkColumn = 40;
/** Values below a key that are longer than this are written over several lines. */
const longestValue = 80;

/** A line of a template, with the remark behind it. */
interface Line {
  readonly text: string;
  readonly remark?: string | undefined;
}

/** Lines of `key: value`, a long object over several. */
function entry(key: string, value: unknown, remark?: string): Line[] {
  const text = `${yamlText(key)}: ${yamlText(value)}`;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || text.length <= longestValue) return [{ text, remark }];
  const inner = Object.entries(value).flatMap(([name, one]) => entry(name, one));
  return [{ text: `${yamlText(key)}:`, remark }, ...inner.map((line) => ({ ...line, text: `  ${line.text}` }))];
}

/** A comment has its mark in the first column, so that taking it away leaves the right indentation. */
function commented(lines: readonly Line[]): Line[] {
  return lines.map((line) => ({ ...line, text: `# ${line.text}` }));
}

function indented({ text, remark }: Line): Line {
  return { text: text.startsWith('# ') ? `#   ${text.slice(2)}` : `  ${text}`, remark };
}

function isKnown(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** The lines of a key: its value where it is known, else its example as a comment. Several have empty lines around them. */
function linesOf(key: string, value: unknown, { description, examples = [], properties }: Property): Line[] {
  if (properties === undefined || examples.length > 0) {
    const lines = isKnown(value) ? entry(key, value, description) : commented(entry(key, examples[0], description));
    return lines.length === 1 ? lines : [{ text: '' }, ...lines, { text: '' }];
  }
  const known = value as Readonly<Record<string, unknown>> | undefined;
  const inner = Object.entries(properties).flatMap(([name, property]) =>
    linesOf(name, known?.[name], property).filter(({ text }) => text !== ''),
  );
  const head = { text: `${key}:`, remark: description };
  return [{ text: '' }, ...(known === undefined ? commented([head]) : [head]), ...inner.map(indented), { text: '' }];
}

/** A comment of one line for each thing that is worth a look. */
function remarks({ otherTimes = [], suspects = {} }: ConfigFacts): string[] {
  const lines = [
    ...(otherTimes.length === 0
      ? []
      : [`# Other columns of times: ${otherTimes.map((name) => JSON.stringify(name)).join(', ')}`]),
    ...Object.entries(suspects).map(([name, why]) => `# Look at ${JSON.stringify(name)}: it ${why}`),
  ];
  // A name may hold a line end; JSON writes it as two characters.
  return lines.map((text) => text.replaceAll(/[\r\n]/g, ' '));
}

/** The keys of a config that facts give. */
function configOf({
  reading,
  threshold,
  alertCost,
  ...facts
}: ConfigFacts): Partial<Record<keyof FraudxConfig, unknown>> {
  const costs = { missedFraud: { amountShare: 1 }, falseAlert: { fixed: alertCost } };
  const evaluation = { threshold, ...(alertCost === undefined ? {} : { costs }) };
  return { ...facts, ...reading, ...(threshold === undefined ? {} : { evaluation }) };
}

/**
 * A `fraudx.yaml` with every key: what is known, and for the others an example in a comment.
 *
 * @param known - Such as `guessConfig` finds in data.
 * @param options - `heading`: lines of the comment at the beginning. Default: one that says what the file is.
 */
export function configTemplate(
  known: ConfigFacts,
  { heading = [usualHeading] }: { readonly heading?: readonly string[] } = {},
): string {
  const { properties } = configJsonSchema() as { readonly properties: Readonly<Record<keyof FraudxConfig, Property>> };
  const config = configOf(known);
  const lines = Object.entries(properties).flatMap(([key, property]): Line[] => [
    ...linesOf(key, config[key as keyof FraudxConfig], property),
    ...(key === 'categorical' ? remarks(known).map((text) => ({ text })) : []),
  ]);
  const texts = lines.map(({ text, remark }) =>
    remark === undefined ? text : `${text.padEnd(remarkColumn)} # ${remark}`,
  );
  return `${heading.map((line) => `# ${line.replaceAll(/[\r\n]+/g, ' ')}\n`).join('')}${texts
    .filter((text, i) => text !== '' || texts[i - 1] !== '')
    .join('\n')
    .trimEnd()}
`;
}
