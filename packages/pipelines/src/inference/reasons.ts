import type { Column, Frame, Matrix, Progress } from '@fraudx/core';
import { stopIfAborted } from '@fraudx/core';
import { createTransactionExplainer } from '@fraudx/evaluation';
import { contributionsOf } from '@fraudx/models';
import { readableFeatures } from '@fraudx/features';
import type { SavedModel } from '../dataset/reopen.ts';

/** Rows explained between two looks at progress and signals. */
const atOnce = 1000;

/** Columns `reason_1` to `reason_n`, at most one for each feature: what moved each row's score most, in words; missing where fewer features moved it. */
export async function reasonColumns(
  wanted: number,
  { model, manifest }: SavedModel,
  frame: Frame,
  x: Matrix,
  yScore: Float64Array,
  io: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<readonly Column[]> {
  const n = Math.min(wanted, x.names.length);
  const contributions = contributionsOf('predict', model);
  const explain = createTransactionExplainer({
    x,
    yScore,
    contributions: (of) => contributions.of(of),
    unit: contributions.unit,
    nReasons: n,
    ...readableFeatures(manifest.features, frame),
  });
  const texts = Array.from({ length: n }, (): string[] => []);
  for (let from = 0; from < x.nRows; from += atOnce) {
    await stopIfAborted(io.signal, 'predict');
    const rows = Array.from({ length: Math.min(atOnce, x.nRows - from) }, (_, i) => from + i);
    for (const { reasons } of explain(rows)) texts.forEach((column, k) => column.push(reasons[k]?.text ?? ''));
    io.progress({ task: 'reasons', done: from + rows.length, total: x.nRows });
  }
  return texts.map((column, k) => textColumn(`reason_${k + 1}`, column));
}

function textColumn(name: string, texts: readonly string[]): Column {
  const known = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    if (text === '') return -1;
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return { kind: 'categorical', name, codes, categories: [...known.keys()] };
}
