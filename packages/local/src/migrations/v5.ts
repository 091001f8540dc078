/**
 * Trials keep their point and the number of their claim from the moment they are taken, and what they report while they run.
 *
 * `params` is JSON; NULL: an earlier version took the trial. `reports` holds the values of running trials alone: those of ended ones stand in their record.
 * A NULL value is NaN.
 */
export const v5 = `
ALTER TABLE trials ADD COLUMN params TEXT;
ALTER TABLE trials ADD COLUMN claims INTEGER NOT NULL DEFAULT 1;

CREATE TABLE reports (
  study INTEGER NOT NULL,
  trial INTEGER NOT NULL,
  step INTEGER NOT NULL,
  value REAL,
  PRIMARY KEY (study, trial, step),
  FOREIGN KEY (study, trial) REFERENCES trials (study, trial) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
`;
