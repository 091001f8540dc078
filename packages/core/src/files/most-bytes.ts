const mebibyte = 2 ** 20;

/** How much files that are read whole may have, in bytes: they may come from others, and an empty file of any length takes no room on a disk. */
export const mostBytes = {
  /** A config: 1 Mi characters of up to three bytes. */
  config: 3 * mebibyte,
  /** A module with a feature strategy. */
  module: 16 * mebibyte,
  /** Journals, backups and records of production, as much as `@fraudx/aws` takes of an object. */
  record: 16 * mebibyte,
  /** `model.json`. */
  manifest: 64 * mebibyte,
  /** A journal of Optuna. */
  study: 256 * mebibyte,
  /** Any other file of a model: texts of JavaScript end there. */
  model: 512 * mebibyte,
} as const;
