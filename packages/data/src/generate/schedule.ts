/** Share of a day's transactions per hour, 0 to 23: quiet nights, a rise to the afternoon. Sums to about 1. */
const hours = [
  0.009, 0.006, 0.005, 0.005, 0.007, 0.012, 0.022, 0.036, 0.049, 0.058, 0.063, 0.067, 0.07, 0.068, 0.066, 0.065, 0.066,
  0.067, 0.065, 0.058, 0.049, 0.039, 0.028, 0.02,
];

/** Activity per weekday, Sunday first. */
const weekdays = [0.82, 0.96, 0.98, 1, 1.02, 1.14, 1.08];

/** A stretch of time that holds `rows` transactions. */
export interface Slot {
  readonly day: number;
  /** Seconds from the start of the first day. */
  readonly from: number;
  readonly seconds: number;
  readonly rows: number;
}

const slotLimit = 1 << 16;

/** Divides `rows` over the days and hours in time order, none of more than 65 536 rows. Depends on nothing but its arguments. */
export function* scheduleRows(rows: number, days: number, startMs: number): Generator<Slot> {
  const weight = (day: number): number => weekdays[new Date(startMs + day * 86_400_000).getUTCDay()]!;
  const hourTotal = hours.reduce((sum, share) => sum + share, 0);
  let total = 0;
  for (let day = 0; day < days; day++) total += weight(day);
  let done = 0;
  let given = 0;
  for (let day = 0; day < days; day++) {
    let inDay = 0;
    for (let hour = 0; hour < 24; hour++) {
      inDay += hours[hour]! / hourTotal;
      const last = day === days - 1 && hour === 23;
      const until = last ? rows : Math.min(rows, Math.round((rows * (done + inDay * weight(day))) / total));
      const parts = Math.max(1, Math.min(3600, Math.ceil((until - given) / slotLimit)));
      const before = given;
      for (let part = 0; part < parts; part++) {
        const from = Math.floor((3600 * part) / parts);
        const to = Math.floor((3600 * (part + 1)) / parts);
        const upTo = before + Math.round(((until - before) * (part + 1)) / parts);
        if (upTo > given)
          yield { day, from: day * 86_400 + hour * 3600 + from, seconds: to - from, rows: upTo - given };
        given = upTo;
      }
    }
    done += weight(day);
  }
}
