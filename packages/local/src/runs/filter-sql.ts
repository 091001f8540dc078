import type { FilterLiteral, FilterOperator, FilterTarget, RunField, RunFilter } from '@fraudx/tracking';

/** SQL text and the values of its `?`, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** The status as reported: `?` is a JSON list of the ids of runs whose writer is gone. */
export const statusSql = `CASE WHEN r.status = 'running' AND r.id IN (SELECT value FROM json_each(?)) THEN 'stale' ELSE r.status END`;

const fieldColumns: Readonly<Record<Exclude<RunField, 'status'>, string>> = {
  run_id: 'r.run_id',
  parent_run_id: 'r.parent_run_id',
  experiment: 'r.experiment',
  name: 'r.name',
  kind: 'r.kind',
  error: 'r.error',
  started_at: 'r.started_at',
  ended_at: 'r.ended_at',
};

/** The columns that hold a target's text and number, in a table that is looked up by run and name where there is one. */
interface Place {
  readonly table?: 'series' | 'params' | 'tags';
  readonly name?: string;
  readonly text?: Sql;
  readonly number?: string;
}

function placeOf(target: FilterTarget, gone: string): Place {
  switch (target.source) {
    case 'metrics':
      return { table: 'series', name: target.name, number: 't.value' };
    case 'params':
    case 'tags':
      return { table: target.source, name: target.name, text: { text: 't.text', values: [] }, number: 't.number' };
    case 'run': {
      if (target.field === 'status') return { text: { text: statusSql, values: [gone] } };
      const column = fieldColumns[target.field];
      if (target.field === 'started_at' || target.field === 'ended_at') return { number: column };
      return { text: { text: column, values: [] } };
    }
  }
}

function inPlace(place: Place, condition: Sql): Sql {
  if (place.table === undefined) return { text: `ifnull(${condition.text}, 0)`, values: condition.values };
  return {
    text: `EXISTS (SELECT 1 FROM ${place.table} t WHERE t.run = r.id AND t.name = ? AND ${condition.text})`,
    values: [place.name!, ...condition.values],
  };
}

const never: Sql = { text: '0', values: [] };

function comparison(place: Place, operator: FilterOperator, literal: FilterLiteral): Sql {
  const sqlOperator = operator === '!=' ? '<>' : operator;
  if (typeof literal === 'number') {
    if (place.number === undefined) return never;
    const other = operator === '!=' && place.text !== undefined ? `OR ${place.number} IS NULL` : '';
    return { text: `(${place.number} ${sqlOperator} ? ${other})`, values: [literal] };
  }
  if (place.text === undefined) return never;
  return { text: `(${place.text.text} ${sqlOperator} ?)`, values: [...place.text.values, String(literal)] };
}

/** Membership; the literals travel as two JSON lists, so that a long list needs no deep expression. */
function membership(place: Place, literals: readonly FilterLiteral[]): Sql {
  const parts: Sql[] = [];
  const among = (column: string, before: readonly (string | number)[], values: readonly FilterLiteral[]): void => {
    if (values.length === 0) return;
    const text = `ifnull(${column} IN (SELECT value FROM json_each(?)), 0)`;
    parts.push({ text, values: [...before, JSON.stringify(values)] });
  };
  const numbers = literals.filter((literal) => typeof literal === 'number');
  const texts = literals.filter((literal) => typeof literal !== 'number').map(String);
  if (place.number !== undefined) among(place.number, [], numbers);
  if (place.text !== undefined) among(place.text.text, place.text.values, texts);
  if (parts.length === 0) return never;
  return { text: `(${parts.map((part) => part.text).join(' OR ')})`, values: parts.flatMap((part) => part.values) };
}

/**
 * A condition as SQL over `runs r`; the same runs satisfy it as `matchRun` says.
 *
 * @param gone - JSON list of the ids of running runs whose writer is gone.
 */
export function filterSql(filter: RunFilter, gone: string): Sql {
  switch (filter.type) {
    case 'and':
    case 'or': {
      const left = filterSql(filter.left, gone);
      const right = filterSql(filter.right, gone);
      return {
        text: `(${left.text} ${filter.type.toUpperCase()} ${right.text})`,
        values: [...left.values, ...right.values],
      };
    }
    case 'not': {
      const inner = filterSql(filter.inner, gone);
      return { text: `NOT ${inner.text}`, values: inner.values };
    }
    case 'compare': {
      const place = placeOf(filter.target, gone);
      return inPlace(place, comparison(place, filter.operator, filter.literal));
    }
    case 'in': {
      const place = placeOf(filter.target, gone);
      return inPlace(place, membership(place, filter.literals));
    }
    case 'like': {
      const place = placeOf(filter.target, gone);
      if (place.text === undefined) return never;
      return inPlace(place, { text: `${place.text.text} LIKE ?`, values: [...place.text.values, filter.pattern] });
    }
    case 'null': {
      const place = placeOf(filter.target, gone);
      if (place.table === 'series') {
        const exists = inPlace(place, { text: 't.value IS NOT NULL', values: [] });
        return { text: `NOT ${exists.text}`, values: exists.values };
      }
      if (place.table !== undefined) {
        const exists = inPlace(place, { text: '1', values: [] });
        return { text: `NOT ${exists.text}`, values: exists.values };
      }
      const column = place.text ?? { text: place.number!, values: [] };
      return { text: `(${column.text} IS NULL)`, values: column.values };
    }
  }
}

/** The keys of an ORDER BY over `runs r`, with the joins they need. */
export interface OrderSql {
  readonly joins: Sql;
  readonly keys: Sql;
}

/** An order as SQL, with the same result as `compareByOrder`. */
export function orderSql(order: readonly { target: FilterTarget; descending: boolean }[], gone: string): OrderSql {
  const joins: Sql[] = [];
  const keys: Sql[] = [];
  for (const [i, { target, descending }] of order.entries()) {
    const direction = descending ? 'DESC' : 'ASC';
    const place = placeOf(target, gone);
    const alias = `o${i}`;
    if (place.table !== undefined) {
      joins.push({
        text: `LEFT JOIN ${place.table} ${alias} ON ${alias}.run = r.id AND ${alias}.name = ?`,
        values: [place.name!],
      });
    }
    const rename = (text: string): string => text.replace(/^t\./, `${alias}.`);
    const plain = target.source === 'run';
    if (place.number !== undefined) {
      const column = rename(place.number);
      if (!plain || target.field !== 'started_at') keys.push({ text: `${column} IS NULL`, values: [] });
      keys.push({ text: `${column} ${direction}`, values: [] });
    }
    if (place.text !== undefined) {
      const column: Sql = { text: rename(place.text.text), values: place.text.values };
      keys.push({ text: `${column.text} IS NULL`, values: column.values });
      keys.push({ text: `${column.text} ${direction}`, values: column.values });
    }
  }
  keys.push({ text: 'r.started_at DESC, r.run_id DESC', values: [] });
  return {
    joins: { text: joins.map((join) => join.text).join(' '), values: joins.flatMap((join) => join.values) },
    keys: { text: keys.map((key) => key.text).join(', '), values: keys.flatMap((key) => key.values) },
  };
}
