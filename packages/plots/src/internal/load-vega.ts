import module from 'node:module';
import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';

/** Both libraries that draw. */
interface Loaded {
  readonly vega: typeof Vega;
  readonly vegaLite: typeof VegaLite;
}

async function load(): Promise<Loaded> {
  // vega asks for a package `canvas` that nobody installs here, and whoever can write to a folder above could give it one.
  // Node before 22.15 has no hooks.
  const hooks = module.registerHooks?.({
    resolve: (specifier, context, next) => {
      if (specifier !== 'canvas') return next(specifier, context);
      throw new Error('no package canvas is used');
    },
  });
  try {
    const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
    return { vega, vegaLite };
  } finally {
    hooks?.deregister();
  }
}

let loaded: Promise<Loaded> | undefined;

/** Loads vega at the first call, without the optional package `canvas`, whose code would come from any folder above this installation. */
export function loadVega(): Promise<Loaded> {
  return (loaded ??= load());
}
