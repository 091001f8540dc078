/**
 * Digest of the whole record of a run, so that a damaged one is not read as another one; SQLite has no checksums of its own.
 *
 * NULL: the run is still written, or an earlier version wrote it.
 */
export const v3 = `
ALTER TABLE runs ADD COLUMN digest TEXT;
`;
