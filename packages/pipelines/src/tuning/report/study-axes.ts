import type { ParamAxis } from '@fraudx/plots';
import type { Dimension, Params, ParamValue, SearchSpace } from '@fraudx/tuning';

/** A hyperparameter that is searched, as pictures have it. */
export interface StudyAxis {
  readonly name: string;
  readonly axis: ParamAxis;
  /** Where a trial lies; undefined where it has no such hyperparameter. */
  readonly placeOf: (params: Params) => number | string | undefined;
}

/** Choices as texts, which differ also where a number and its text are both there. */
function choiceTexts(values: readonly ParamValue[]): (value: ParamValue) => string {
  const texts = new Set(values.map(String));
  return texts.size === values.length ? String : (value) => JSON.stringify(value);
}

function axisOf(name: string, dimension: Dimension): StudyAxis | undefined {
  if (dimension.type === 'fixed') return undefined;
  const valueOf = (params: Params): ParamValue | undefined => (Object.hasOwn(params, name) ? params[name] : undefined);
  if (dimension.type === 'categorical') {
    const { values } = dimension;
    if (values.length < 2) return undefined;
    const textOf = choiceTexts(values);
    const placeOf = (params: Params): string | undefined => {
      const value = valueOf(params);
      return value === undefined ? undefined : textOf(value);
    };
    return { name, axis: { name, choices: values.map(textOf) }, placeOf };
  }
  const { type, low, high, log } = dimension;
  if (low === high) return undefined;
  return {
    name,
    axis: { name, low, high, log, integer: type === 'int' },
    placeOf: (params) => {
      const value = valueOf(params);
      return typeof value === 'number' ? value : undefined;
    },
  };
}

/** The hyperparameters that are searched, the most important ones first where that is known. */
export function studyAxes(space: SearchSpace, importances: Readonly<Record<string, number>> = {}): StudyAxis[] {
  const shares = new Map(Object.entries(importances));
  return Object.entries(space)
    .flatMap(([name, dimension]) => axisOf(name, dimension) ?? [])
    .toSorted((a, b) => (shares.get(b.name) ?? 0) - (shares.get(a.name) ?? 0));
}
