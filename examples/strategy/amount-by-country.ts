/**
 * A feature strategy of your own: how unusual an amount is for its country.
 *
 *   fraudx train --data transactions.csv --target fraud --features ./amount-by-country.ts
 *
 * `fit` sees training rows only; what it returns is stored with the model as JSON. `transform` gives each row its columns from that row and the
 * stored state alone. The module stands on its own, and its SHA-256 is recorded: a model is used with the text it was trained with.
 */
interface Column {
  readonly kind: string;
  readonly name: string;
  readonly values: Float64Array;
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

interface Frame {
  readonly nRows: number;
  column(name: string): Column;
}

/** Mean amount of each country, and of all rows. */
interface State {
  readonly means: Readonly<Record<string, number>>;
  readonly overall: number;
}

export const strategy = {
  inputs: ['amount', 'country'],

  fit(train: Frame): State {
    const amounts = train.column('amount').values;
    const country = train.column('country');
    const sums = new Map<string, { sum: number; count: number }>();
    let total = 0;
    for (let i = 0; i < train.nRows; i++) {
      const name = country.categories[country.codes[i]!] ?? '';
      const known = sums.get(name) ?? { sum: 0, count: 0 };
      sums.set(name, { sum: known.sum + amounts[i]!, count: known.count + 1 });
      total += amounts[i]!;
    }
    return {
      means: Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count])),
      overall: total / train.nRows,
    };
  },

  transform(frame: Frame, state: State): readonly object[] {
    const country = frame.column('country');
    const values = frame.column('amount').values.map((amount, i) => {
      const name = country.categories[country.codes[i]!] ?? '';
      return amount / (state.means[name] ?? state.overall);
    });
    return [{ kind: 'numeric', name: 'amount_for_country', values }];
  },
};
