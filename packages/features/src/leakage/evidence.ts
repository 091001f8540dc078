import { clopperPearsonInterval, fisherExactGreater, rocAucScoreInterval } from '@fraudx/stats';
import type { Finding, Labels } from './column-findings.ts';

/** Chance, over all columns together, at which a finding is none any more. */
const familyLevel = 0.01;

/** Least share of fraud among rows of a pattern, and least AUC, that must be certain (95 %, one-sided and two-sided) for a leak. */
const leastPurity = 0.5;
const leastAuc = 0.9;

/** Rows with some property, of those looked at. */
export interface Pattern {
  readonly frauds: number;
  readonly genuine: number;
  /** Among how many patterns of the column this one was chosen. Default 1. */
  readonly tries?: number;
}

/** What findings of one column are measured by. */
export class Evidence {
  readonly #labels: Labels;
  readonly #totals: readonly [number, number];
  readonly #columns: number;

  /** @param columns - How many columns are looked at: chance has as many tries. */
  constructor(labels: Labels, columns: number) {
    const frauds = labels.y.reduce((sum, label) => sum + label, 0);
    this.#labels = labels;
    this.#totals = [labels.y.length - frauds, frauds];
    this.#columns = Math.max(1, columns);
  }

  /**
   * A finding that rests on rows of a pattern: nothing where chance may give one of the columns such a pattern (Fisher's exact test, Bonferroni over
   * columns and tries), and a suspicion at most where so few frauds have it that half of its rows need not be fraud.
   */
  byPattern({ frauds, genuine, tries = 1 }: Pattern, finding: Finding | undefined): Finding | undefined {
    if (finding === undefined) return undefined;
    const [allGenuine, allFrauds] = this.#totals;
    const chance = fisherExactGreater(
      frauds,
      frauds + genuine,
      allFrauds - frauds,
      this.#labels.y.length - frauds - genuine,
    );
    if (!(chance * tries * this.#columns <= familyLevel) || allGenuine === 0) return undefined;
    const { low } = clopperPearsonInterval(frauds, frauds + genuine, 0.9);
    // Of a sample by class, a genuine row stands for more rows than a fraudulent one.
    const [ofGenuine, ofFraud] = this.#labels.weight;
    const purity = (low * ofFraud) / (low * ofFraud + (1 - low) * ofGenuine);
    return purity >= leastPurity ? finding : byFew(finding, frauds);
  }

  /**
   * A finding that rests on an AUC: nothing where its interval at a level for all columns reaches .5, and a suspicion at most where the interval of 95 %
   * reaches below .9.
   *
   * @param known - Rows of each class that the AUC is of.
   */
  byAuc(auc: number, known: readonly [number, number], finding: Finding | undefined): Finding | undefined {
    if (finding === undefined) return undefined;
    const [genuine, frauds] = known;
    if (!(rocAucScoreInterval(auc, frauds, genuine, 1 - familyLevel / this.#columns).low > 0.5)) return undefined;
    return rocAucScoreInterval(auc, frauds, genuine).low >= leastAuc ? finding : byFew(finding, frauds);
  }
}

/** What few frauds say is worth a look, and no reason to leave a column out. */
function byFew(finding: Finding, frauds: number): Finding {
  if (finding.severity === 'suspect') return finding;
  const detail = `${finding.detail}, which rests on ${frauds} frauds only`;
  return { ...finding, severity: 'suspect', detail };
}
