/** Every metric by its name: those that are there from the start (`catalogue`) and those that scripts register. */
import { linearizeConfusion } from '../uncertainty/linearize-confusion.ts';
import { builtInMetrics, metricFamilies } from './catalogue/built-in.ts';
import type { MeasuredRows } from './measured-rows.ts';
import type {
  ConfusionMetric,
  CoverageNeeds,
  MetricDefinition,
  MetricDirection,
  MetricInfo,
  MetricLinearization,
  MetricNeed,
  MetricValue,
  RankingMetric,
  ResampledRows,
  RowsMetric,
  UnnamedMetric,
} from './metric-definition.ts';

/** A metric that can be calculated. */
export interface CatalogueMetric extends MetricInfo {
  readonly calculate: (of: MeasuredRows) => MetricValue;
  /** Absent where it has no interval. */
  readonly interval?: MetricLinearization;
  /** Absent where it is not resampled. */
  readonly resampled?: (of: ResampledRows) => number;
  readonly coverage?: CoverageNeeds;
}

/** How a metric is calculated. */
type Calculation = Pick<CatalogueMetric, 'calculate' | 'interval' | 'resampled' | 'coverage'>;

/** Days that a function of genuine rows may need, of which nothing more is known: simulated with several, and as of the built-in ones. */
const BY_DERIVATIVES: CoverageNeeds = { days: 60 };

function ofConfusionMetric({ ofConfusion, interval, resampled, range, dependsOnSize }: ConfusionMetric): Calculation {
  const isTotal = dependsOnSize === true;
  return {
    calculate: ({ counts }) => ({ value: ofConfusion(counts) }),
    interval: interval ?? {
      scale: range.every((end) => Number.isFinite(end)) ? 'share' : 'sum',
      linearize: (rows) => linearizeConfusion(rows, ofConfusion, { range, isTotal }),
    },
    resampled: resampled ?? (({ confusion }) => ofConfusion(confusion)),
    ...(interval === undefined ? { coverage: BY_DERIVATIVES } : {}),
  };
}

function ofRankingMetric({ ofRanking, interval }: RankingMetric): Calculation {
  return {
    calculate: ({ ranking }) => ({ value: ofRanking(ranking) }),
    ...(interval === undefined ? {} : { interval }),
    resampled: ({ ranking }) => ofRanking(ranking),
  };
}

function ofRowsMetric({
  value,
  interval,
  resampled,
}: Pick<RowsMetric, 'value' | 'interval' | 'resampled'>): Calculation {
  return {
    calculate: (of) => {
      const answer = value(of);
      return typeof answer === 'object' ? answer : { value: answer };
    },
    ...(interval === undefined ? {} : { interval }),
    ...(resampled === undefined ? {} : { resampled }),
  };
}

function infoOf({ name, direction, range, needs, dependsOnSize, undefinedWhen, doc }: MetricInfo): MetricInfo {
  return {
    name,
    direction,
    range,
    needs,
    ...(dependsOnSize === undefined ? {} : { dependsOnSize }),
    ...(undefinedWhen === undefined ? {} : { undefinedWhen }),
    doc,
  };
}

function calculationOf(metric: UnnamedMetric): Calculation {
  if ('ofConfusion' in metric) return ofConfusionMetric(metric);
  return 'ofRanking' in metric ? ofRankingMetric(metric) : ofRowsMetric(metric);
}

function catalogued(metric: MetricDefinition): CatalogueMetric {
  const calculation = calculationOf(metric);
  return { ...infoOf(metric), ...calculation, coverage: { ...calculation.coverage, ...metric.coverage } };
}

const plain = new Map<string, CatalogueMetric>(
  Object.entries<UnnamedMetric>(builtInMetrics).map(([name, metric]) => [name, catalogued({ ...metric, name })]),
);

/** Names of the metrics that scripts registered. */
const registered = new Set<string>();

/** Adds a checked metric; `registerMetric` calls it. */
export function addMetric(metric: MetricDefinition): void {
  plain.set(metric.name, catalogued(metric));
  registered.add(metric.name);
}

/** Whether a script registered the metric: other threads do not know it. */
export function isRegisteredMetric(name: string): boolean {
  return registered.has(name);
}

/** Whether a name is that of a metric with a number in it, such as `recall_at_fpr_0.05`. */
export function isParametricMetric(name: string): boolean {
  return metricFamilies.some(({ pattern }) => pattern.test(name));
}

/** A metric by its name, such as `recall` or `recall_at_fpr_0.05`; undefined for any other name. */
export function findMetric(name: string): CatalogueMetric | undefined {
  const metric = plain.get(name);
  if (metric !== undefined) return metric;
  for (const family of metricFamilies) {
    const parameter = family.pattern.exec(name)?.[1];
    if (parameter === undefined) continue;
    const member = family.of(Number(parameter));
    return {
      ...infoOf(family),
      name,
      ...ofRowsMetric(member),
      ...(member.coverage === undefined ? {} : { coverage: member.coverage }),
    };
  }
  return undefined;
}

/** Names of all metrics without a number in it. */
export function plainMetricNames(): readonly string[] {
  return [...plain.keys()];
}

/** The names that are calculated of rows with such columns, those with a number in them last. */
export function defaultMetricNames(has: ReadonlySet<MetricNeed>): readonly string[] {
  const isThere = ({ needs }: MetricInfo): boolean => needs.every((need) => has.has(need));
  return [
    ...[...plain.values()].filter(isThere).map(({ name }) => name),
    ...metricFamilies.filter(isThere).flatMap(({ defaults }) => defaults),
  ];
}

/** All metrics, those with a number in their name last: `<rate>` or `<k>` stands for it. */
export function metricCatalogue(): readonly MetricInfo[] {
  return [...plain.values(), ...metricFamilies].map(infoOf);
}

/** Which way a metric is better. A name that is not known here, such as that of a logged metric, is better when higher; `threshold` describes. */
export function metricDirection(name: string): MetricDirection {
  return findMetric(name)?.direction ?? (name === 'threshold' ? 'neither' : 'higher');
}

/** The least and greatest value that a metric can have; infinite where there is no bound, or where the metric is not known here. */
export function metricRange(name: string): readonly [number, number] {
  return findMetric(name)?.range ?? [-Infinity, Infinity];
}
