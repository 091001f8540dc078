import { sha256 } from '@fraudx/core';
import { mapAttributes, mapTags } from './svg-attributes.ts';

const paints = new Set(['fill', 'stroke', 'stop-color']);

/** Ids by order of appearance, with a prefix that no other picture of the page has. */
export function renamedIds(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  const collect = (name: string, value: string): string => {
    if (name === 'id' && !names.has(value)) names.set(value, `${prefix}${names.size}`);
    return value;
  };
  mapTags(svg, (tag) => mapAttributes(tag, collect));
  const rename = (name: string, value: string): string => {
    if (name === 'id') return names.get(value)!;
    const [, id] = /^url\(#(.+)\)$/.exec(value) ?? [];
    const renamed = id === undefined || name.startsWith('aria-') ? undefined : names.get(id);
    return renamed === undefined ? value : `url(#${renamed})`;
  };
  return mapTags(svg, (tag) => mapAttributes(tag, rename));
}

/** Colours of a tag in order. */
function coloursOf(tag: string): string[] {
  const colours: string[] = [];
  mapAttributes(tag, (name, value) => {
    if (paints.has(name)) colours.push(value);
    return value;
  });
  return colours;
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
  const body = mapTags(light, (tag) => {
    const colours = coloursOf(others[at++]![0]);
    let k = 0;
    return mapAttributes(tag, (attribute, colour) => {
      if (!paints.has(attribute)) return colour;
      const other = colours[k++]!;
      if (other === colour || colour.startsWith('url(')) return colour;
      const pair = `${colour}|${other}`;
      if (!variables.has(pair)) variables.set(pair, `--${variables.size}`);
      return `var(${variables.get(pair)!})`;
    });
  });
  const set = (which: 0 | 1): string =>
    `.${name}{${[...variables].map(([pair, variable]) => `${variable}:${pair.split('|')[which]!}`).join(';')}}`;
  const style = `<style>${set(0)}@media screen and (prefers-color-scheme:dark){${set(1)}}</style>`;
  return renamedIds(body, name).replace(/<svg[^>]*>/, (tag) => tag.replace('class="marks"', `class="${name}"`) + style);
}
