/** Names of time zones behind times, as exports write them: `2025-10-01 00:00:00 CEST`. */
import type { DuckDBConnection } from '@duckdb/node-api';

/** Those that mean one offset, wherever they are written. */
const offsets: Readonly<Record<string, string>> = {
  WET: '+00:00',
  WEST: '+01:00',
  CET: '+01:00',
  CEST: '+02:00',
  MEZ: '+01:00',
  MESZ: '+02:00',
  EET: '+02:00',
  EEST: '+03:00',
  MSK: '+03:00',
  EST: '-05:00',
  EDT: '-04:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
  JST: '+09:00',
  AEST: '+10:00',
  AEDT: '+11:00',
};

/** Whether a name means one offset, wherever it is written. */
export function isKnownZone(name: string): boolean {
  return name === 'UTC' || name === 'GMT' || Object.hasOwn(offsets, name);
}

/** SQL pattern of one of these names, and of UTC. */
export const zoneNames = `UTC|GMT|${Object.keys(offsets).join('|')}`;

/** SQL of the offset of such a name, of `Z` or of an offset. */
export function offsetOf(zone: string): string {
  const cases = Object.entries(offsets).map(([name, offset]) => `WHEN '${name}' THEN '${offset}'`);
  return `CASE upper(${zone}) WHEN 'Z' THEN '+00' WHEN 'UTC' THEN '+00' WHEN 'GMT' THEN '+00' ${cases.join(' ')} ELSE ${zone} END`;
}

/**
 * SQL of whether a text ends with the name of a zone other than UTC. The engine takes such a name for a region, with its summer time, and for one of several:
 * BST for Bangladesh, AST for Alaska.
 */
export function hasZoneName(column: string): string {
  return `(regexp_matches(${column}, '[0-9Mm.] ?[A-Z]{3,4}$') AND NOT regexp_matches(${column}, '(?:UTC|GMT)$'))`;
}

/** What to tell of a column of times whose zones have names. */
function zoneNamesWarning(name: string, zones: readonly (readonly [zone: string, offset: string])[]): string {
  return `column "${name}" names the zones of its times: ${zones.map(([zone, offset]) => `${zone} is read as ${offset}`).join(', ')}`;
}

/** What to tell of a column of times of which some have such names; undefined where none has. */
export async function zoneNamesIn(
  connection: DuckDBConnection,
  name: string,
  column: string,
): Promise<string | undefined> {
  const zone = `regexp_extract(${column}, '[0-9Mm.] ?([A-Z]{3,4})$', 1)`;
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT ${zone} FROM source WHERE ${column} IS NOT NULL ORDER BY 1`,
  );
  const known = found.getRows().flatMap(([one]) => {
    const offset = offsets[String(one)];
    return offset === undefined ? [] : [[String(one), offset] as const];
  });
  return known.length === 0 ? undefined : zoneNamesWarning(name, known);
}
