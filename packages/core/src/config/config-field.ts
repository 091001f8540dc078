import { z } from 'zod';

/**
 * What a change of a key changes: `trials` what is learned, so that a study cannot go on with it; `measurement` how a model is judged; `surroundings` where things
 * are and how they run.
 */
export type ConfigEffect = 'trials' | 'measurement' | 'surroundings';

/** A key of a config: what it changes, and its schema, which is built when it is first needed. */
export interface ConfigField<Schema extends z.ZodType = z.ZodType> {
  readonly effect: ConfigEffect;
  readonly schema: () => Schema;
}

/** Keys of a config with their fields. */
export type ConfigFields = Readonly<Record<string, ConfigField>>;

/** A config of these fields: every key is optional. */
export type ConfigOf<Fields extends ConfigFields> = {
  [Key in keyof Fields]?: z.infer<ReturnType<Fields[Key]['schema']>> | undefined;
};

/**
 * A key of a config, to be spread into the table of a package.
 *
 * @param build - Its schema, with {@link about} as metadata: description and example appear in the JSON Schema and in the template of `init`.
 */
export function configField<Schema extends z.ZodType>(effect: ConfigEffect, build: () => Schema): ConfigField<Schema> {
  let built: Schema | undefined;
  return { effect, schema: () => (built ??= build()) };
}

/** What a key means, for editors and templates, with a value that it may have. */
export function about(description: string, example: unknown): { description: string; examples: unknown[] } {
  return { description, examples: [example] };
}

/** A text, a number or a boolean. */
export function scalar(): z.ZodUnion<[z.ZodString, z.ZodNumber, z.ZodBoolean]> {
  return z.union([z.string(), z.number(), z.boolean()]);
}

/** A text that is not empty. */
export function text(): z.ZodString {
  return z.string().min(1);
}
