/**
 * Runs with their parameters, tags, artifacts and metric histories, and the processes that write them.
 *
 * `text` and `number` of parameters and tags are what queries compare: the value as text, and the number it is or spells.
 * A NULL metric value is NaN. `series` carries the last point of each metric, so that queries need no history.
 */
export const v1 = `
CREATE TABLE processes (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  birth TEXT NOT NULL,
  UNIQUE (host, pid, birth)
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  experiment TEXT NOT NULL,
  name TEXT,
  kind TEXT NOT NULL,
  parent_run_id TEXT,
  status TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  error TEXT,
  lineage TEXT NOT NULL,
  process INTEGER NOT NULL REFERENCES processes (id),
  heartbeat_at INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_started ON runs (started_at DESC, run_id DESC);
CREATE INDEX runs_experiment ON runs (experiment, started_at DESC, run_id DESC);
CREATE INDEX runs_parent ON runs (parent_run_id) WHERE parent_run_id IS NOT NULL;
CREATE INDEX runs_running ON runs (process) WHERE status = 'running';

CREATE TABLE params (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  text TEXT NOT NULL,
  number REAL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  number REAL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE artifacts (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  step INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  value REAL,
  UNIQUE (run, name)
) STRICT;

CREATE TABLE points (
  series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  value REAL,
  PRIMARY KEY (series, step)
) STRICT, WITHOUT ROWID;
`;
