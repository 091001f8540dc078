/**
 * A tag as vega writes it, with other values of attributes; `<`, `>` and double quotes stand in no value as they are.
 *
 * Attributes are read one after the other from the beginning: a value that ends with ` id=`, as the description of a mark with such a name does, is none.
 *
 * @param change - The value to write; undefined: the attribute goes.
 */
export function mapAttributes(tag: string, change: (name: string, value: string) => string | undefined): string {
  return tag.replaceAll(/ ([\w:-]+)="([^"]*)"/g, (_, name: string, value: string) => {
    const changed = change(name, value);
    return changed === undefined ? '' : ` ${name}="${changed}"`;
  });
}

/** The tags of an SVG, each changed; texts between them stay, in which vega leaves double quotes as they are. */
export function mapTags(svg: string, change: (tag: string) => string): string {
  return svg.replaceAll(/<[^>]*>/g, change);
}
