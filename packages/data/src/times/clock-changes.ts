/** How often local times of a column came twice or never, and how many of the former are the second ones. */
export interface ClockChanges {
  twice: number;
  second: number;
  never: number;
}

function whichText(twice: number, second: number): string {
  if (second === 0) return `${twice === 1 ? 'read' : 'each read'} as the first of the two`;
  return `${twice - second} read as the first of the two and ${second} as the second, by the order of the rows`;
}

/** What is to be said of a column in which local times came twice or never; undefined where none did. */
export function clockChangesWarning(
  name: string,
  zone: string | undefined,
  { twice, second, never }: ClockChanges,
): string | undefined {
  const times = (count: number): string => `${count} ${count === 1 ? 'time' : 'times'}`;
  const of = [
    ...(twice === 0
      ? []
      : [`${times(twice)} that occurred twice in ${zone} (clocks were put back), ${whichText(twice, second)}`]),
    ...(never === 0
      ? []
      : [
          `${times(never)} that did not exist in ${zone} (clocks were put forward), ${never === 1 ? 'read' : 'each read'} later by the time that was skipped, usually one hour`,
        ]),
  ];
  return of.length === 0 ? undefined : `column "${name}" holds ${of.join('; and ')}`;
}
