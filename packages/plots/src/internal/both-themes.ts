import { sha256 } from '@fraudx/core';

const paint = / (fill|stroke|stop-color)="([^"]*)"/g;

/** Ids by order of appearance, with a prefix that no other picture of the page has. */
export function renamedIds(tags: string, prefix: string): string {
  const ids = [...new Set([...tags.matchAll(/<[^>]* id="([^"]+)"/g)].map((match) => match[1]!))];
  return tags.replaceAll(/<[^>]*>/g, (tag) =>
    ids.reduce(
      (text, id, i) =>
        text.replaceAll(` id="${id}"`, ` id="${prefix}${i}"`).replaceAll(`="url(#${id})"`, `="url(#${prefix}${i})"`),
      tag,
    ),
  );
}

/**
 * One SVG from two drawings of one picture that differ in colours only: colours that differ become variables, which a style inside the SVG
 * sets for light pages and paper, and for dark screens.
 *
 * @param light - Drawn with the light theme.
 * @param dark - Drawn with the dark theme, the same tags in the same order.
 */
export function bothThemes(light: string, dark: string): string {
  const name = `p${sha256(light).slice(0, 8)}`;
  const others = [...dark.matchAll(/<[^>]*>/g)];
  const variables = new Map<string, string>();
  let at = 0;
  const body = light.replaceAll(/<[^>]*>/g, (tag) => {
    const colours = [...others[at++]![0].matchAll(paint)];
    let k = 0;
    return tag.replaceAll(paint, (whole, attribute: string, colour: string) => {
      const other = colours[k++]![2]!;
      if (other === colour || colour.startsWith('url(')) return whole;
      const pair = `${colour}|${other}`;
      if (!variables.has(pair)) variables.set(pair, `--${variables.size}`);
      return ` ${attribute}="var(${variables.get(pair)!})"`;
    });
  });
  const set = (which: 0 | 1): string =>
    `.${name}{${[...variables].map(([pair, variable]) => `${variable}:${pair.split('|')[which]!}`).join(';')}}`;
  const style = `<style>${set(0)}@media screen and (prefers-color-scheme:dark){${set(1)}}</style>`;
  return renamedIds(body, name).replace(/<svg[^>]*>/, (tag) => tag.replace('class="marks"', `class="${name}"`) + style);
}
