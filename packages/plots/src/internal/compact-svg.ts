import { mapAttributes, mapTags } from './svg-attributes.ts';

/** A circle as vega draws it: centre in `transform`, path of two arcs from (r, 0). */
const dot =
  /<path transform="translate\((-?[\d.]+),(-?[\d.]+)\)" d="M([\d.]+),0A\3,\3,0,1,1,-\3,0A\3,\3,0,1,1,\3,0"( [^>]*)\/>/y;

interface Dots {
  readonly radius: string;
  readonly look: string;
  readonly centres: [string, string][];
}

/** The centres as one path: filled ones as points of a round pen, rings as arcs. */
function pathOf({ radius, look, centres }: Dots): string {
  const fill = / fill="([^"]+)" stroke-width="[\d.]+"/.exec(look);
  if (fill !== null && !look.includes(' stroke="')) {
    const pen = look.replace(
      fill[0],
      ` stroke="${fill[1]!}" stroke-width="${2 * Number(radius)}" stroke-linecap="round"`,
    );
    return `<path d="${centres.map(([x, y]) => `M${x},${y}h0`).join('')}"${pen}/>`;
  }
  const arcs = `a${radius},${radius},0,1,1,-${2 * Number(radius)},0a${radius},${radius},0,1,1,${2 * Number(radius)},0`;
  const rings = centres.map(([x, y]) => `M${Number((Number(x) + Number(radius)).toFixed(2))},${y}${arcs}`);
  return `<path d="${rings.join('')}"${look}/>`;
}

function thousandths(number: string): string {
  return String(Number(Number(number).toFixed(3)));
}

/** Neighbouring dots of one look as one path: a tenth of the text. */
function joinDots(svg: string): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = svg.indexOf('<path transform'); at >= 0; at = svg.indexOf('<path transform', at + 1)) {
    let run: Dots | undefined;
    let end = at;
    for (;;) {
      dot.lastIndex = end;
      const [whole, x, y, radius, look] = dot.exec(svg) ?? [];
      if (whole === undefined || (run !== undefined && (run.radius !== radius || run.look !== look))) break;
      run ??= { radius: radius!, look: look!, centres: [] };
      run.centres.push([x!, y!]);
      end += whole.length;
    }
    if (run === undefined) continue;
    parts.push(svg.slice(done, at), pathOf(run));
    done = end;
    at = end - 1;
  }
  return parts.join('') + svg.slice(done);
}

const translation = /^translate\((-?[\d.e-]+),(-?[\d.e-]+)\)/;

function hundredths(_: string, x: string, y: string): string {
  return `translate(${[x, y].map((number) => Number(Number(number).toFixed(2))).join(',')})`;
}

const unneeded = new Set(['role', 'pointer-events', 'xmlns', 'xmlns:xlink', 'version']);

/** Whether an attribute says nothing about the look of a picture that has a description of its own. */
function isUnneeded(name: string, value: string): boolean {
  if (name.startsWith('aria-') || unneeded.has(name)) return true;
  return name === 'opacity' ? value === '1' : name === 'class' && value.startsWith('mark-');
}

/**
 * SVG text of vega with the same look in less text: positions to a hundredth of a pixel, neighbouring dots of one look as one path, the
 * font said once, and no descriptions of single marks, as the picture has one of its own. For SVG inside HTML, which needs no namespace.
 */
export function compactSvg(svg: string): string {
  let font: string | undefined;
  const short = mapTags(svg, (tag) => {
    const kept = mapAttributes(tag, (name, value) => {
      if (isUnneeded(name, value)) return undefined;
      if (name === 'font-family') {
        font ??= value;
        return value === font ? undefined : value;
      }
      if (name === 'transform') return value.replace(translation, hundredths);
      // One pass over each path: looking back from every number took time quadratic in its length.
      return name === 'd' ? value.replaceAll(/(?<!\d)\d+\.\d{4,}/g, thousandths) : value;
    });
    return kept.replace(/^<path class="(?:background|foreground)" d="(?:M0,0h0v0h0Z)?"(?: display="none")?\/>$/, '');
  });
  return joinDots(short).replace('<svg', `<svg${font === undefined ? '' : ` font-family="${font}"`}`);
}
