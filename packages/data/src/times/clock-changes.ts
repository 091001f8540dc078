/** How often local times of a column came twice or never, and how many of the former are the second ones. */
export interface ClockChanges {
  twice: number;
  second: number;
  never: number;
}

function whichText(twice: number, second: number): string {
  if (second === 0) return 'each taken as the first of the two';
  return `${twice - second} taken as the first of the two and ${second} as the second, by the order of the rows`;
}

/** What is to be said of a column in which local times came twice or never; undefined where none did. */
export function clockChangesWarning(
  name: string,
  zone: string | undefined,
  { twice, second, never }: ClockChanges,
): string | undefined {
  const of = [
    ...(twice === 0
      ? []
      : [`${twice} local times that came twice when clocks were put back, ${whichText(twice, second)}`]),
    ...(never === 0 ? [] : [`${never} that never came when clocks were put forward, each taken as that much later`]),
  ];
  return of.length === 0 ? undefined : `column "${name}" holds, in ${zone}, ${of.join(', and ')}`;
}
