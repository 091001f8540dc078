/** The schema of configs, apart from the rest of the package, because what checks schemas takes a while to load. */
export { configJsonSchema } from './config-json-schema.ts';
export { parseConfig } from './parse-config.ts';
