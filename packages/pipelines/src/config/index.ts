/** The schema of configs, apart from the rest of the package, because what checks schemas takes a while to load. */
export { configFields } from './config-fields.ts';
export type { FraudxConfig } from './config-fields.ts';
export { configJsonSchema } from './config-json-schema.ts';
export { configTemplate } from './config-template.ts';
export { yamlText } from './yaml-text.ts';
export { findConfigPath, readFoundConfig } from './find-config.ts';
export type { ConfigLayers } from './merge-config.ts';
export { mergeConfig } from './merge-config.ts';
export type { LineOf } from './parse-config.ts';
export { parseConfig } from './parse-config.ts';
export type { ParsedYaml } from './parse-yaml.ts';
export { parseYaml } from './parse-yaml.ts';
export { readConfig } from './read-config.ts';
export { namesModule } from './names-module.ts';
export { paramsFor } from './params-for.ts';
