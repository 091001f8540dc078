/** Tables of Optuna's relational storage, version 12 (Optuna 3.2 to 5.0). Source: `optuna.storages._rdb.models`. */

/** The version of the schema that is written and read. */
export const optunaSchemaVersion = 12;

/** The last step of Optuna's own migrations at that version. */
export const optunaMigration = 'v3.2.0.a';

function attributes(table: string, of: 'study' | 'trial', owner: string): string {
  return `CREATE TABLE ${table} (
  ${of}_${table.endsWith('user_attributes') ? 'user' : 'system'}_attribute_id INTEGER NOT NULL PRIMARY KEY,
  ${of}_id INTEGER REFERENCES ${owner} (${of}_id), "key" VARCHAR(512), value_json TEXT, UNIQUE (${of}_id, "key")
);`;
}

/** What makes an empty database. */
export const optunaSchema = `
CREATE TABLE studies (study_id INTEGER NOT NULL PRIMARY KEY, study_name VARCHAR(512) NOT NULL);
CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
CREATE TABLE version_info (
  version_info_id INTEGER NOT NULL PRIMARY KEY CHECK (version_info_id = 1), schema_version INTEGER, library_version VARCHAR(256)
);
CREATE TABLE study_directions (
  study_direction_id INTEGER NOT NULL PRIMARY KEY, direction VARCHAR(8) NOT NULL,
  study_id INTEGER NOT NULL REFERENCES studies (study_id), objective INTEGER NOT NULL, UNIQUE (study_id, objective)
);
${attributes('study_user_attributes', 'study', 'studies')}
${attributes('study_system_attributes', 'study', 'studies')}
CREATE TABLE trials (
  trial_id INTEGER NOT NULL PRIMARY KEY, number INTEGER, study_id INTEGER REFERENCES studies (study_id), state VARCHAR(8) NOT NULL,
  datetime_start DATETIME, datetime_complete DATETIME
);
CREATE INDEX ix_trials_study_id ON trials (study_id);
${attributes('trial_user_attributes', 'trial', 'trials')}
${attributes('trial_system_attributes', 'trial', 'trials')}
CREATE TABLE trial_params (
  param_id INTEGER NOT NULL PRIMARY KEY, trial_id INTEGER REFERENCES trials (trial_id), param_name VARCHAR(512), param_value FLOAT,
  distribution_json TEXT, UNIQUE (trial_id, param_name)
);
CREATE TABLE trial_values (
  trial_value_id INTEGER NOT NULL PRIMARY KEY, trial_id INTEGER NOT NULL REFERENCES trials (trial_id), objective INTEGER NOT NULL,
  value FLOAT, value_type VARCHAR(7) NOT NULL, UNIQUE (trial_id, objective)
);
CREATE TABLE trial_intermediate_values (
  trial_intermediate_value_id INTEGER NOT NULL PRIMARY KEY, trial_id INTEGER NOT NULL REFERENCES trials (trial_id), step INTEGER NOT NULL,
  intermediate_value FLOAT, intermediate_value_type VARCHAR(7) NOT NULL, UNIQUE (trial_id, step)
);
CREATE TABLE trial_heartbeats (
  trial_heartbeat_id INTEGER NOT NULL PRIMARY KEY, trial_id INTEGER NOT NULL REFERENCES trials (trial_id), heartbeat DATETIME NOT NULL,
  UNIQUE (trial_id)
);
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY);
`;

/** Tables that are read. */
export const optunaTables = [
  'studies',
  'version_info',
  'study_directions',
  'study_user_attributes',
  'study_system_attributes',
  'trials',
  'trial_user_attributes',
  'trial_system_attributes',
  'trial_params',
  'trial_values',
  'trial_intermediate_values',
] as const;
