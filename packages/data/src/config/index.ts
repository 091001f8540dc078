/** Keys of a config that this package reads; apart from the rest of the package, because schemas take a while to load. */
export { dataFields } from './data-fields.ts';
export { splitFields } from './split-fields.ts';
export { validationFields } from './validation-fields.ts';
