/**
 * Digests of what v3 leaves out: studies, trials that have ended, and the points of a metric over steps.
 *
 * `ended` of a study counts its trials with a record, so that a lost one is noticed. NULL: still written, or written by an earlier version.
 */
export const v4 = `
ALTER TABLE studies ADD COLUMN digest TEXT;
ALTER TABLE studies ADD COLUMN ended INTEGER;
ALTER TABLE trials ADD COLUMN digest TEXT;
ALTER TABLE series ADD COLUMN digest TEXT;
`;
