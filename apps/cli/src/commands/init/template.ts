import type { ConfigFacts } from '@fraudx/pipelines';

function line(key: string, value: unknown, example: string, comment: string): string {
  const isKnown = value !== undefined && !(Array.isArray(value) && value.length === 0);
  const text = isKnown ? `${key}: ${flow(value)}` : `# ${key}: ${example}`;
  return `${text.padEnd(40)} # ${comment}`;
}

/** A value as YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${key}: ${JSON.stringify(one)}`)
    .join(', ')} }`;
}

/** A comment of one line for each thing that is worth a look. */
function remarks({ otherTimes = [], suspects = {} }: ConfigFacts): string {
  const lines = [
    ...(otherTimes.length === 0
      ? []
      : [`# Other columns of times: ${otherTimes.map((name) => JSON.stringify(name)).join(', ')}`]),
    ...Object.entries(suspects).map(([name, why]) => `# Look at ${JSON.stringify(name)}: it ${why}`),
  ];
  // A name may hold a line end; JSON writes it as two characters.
  return lines.map((text) => `${text.replaceAll(/[\r\n]/g, ' ')}\n`).join('');
}

/** What decides the threshold; commented choices where nobody said. */
function evaluationHead({ threshold, alertCost }: ConfigFacts): string {
  const choices =
    'alerts-per-day<=100 is a capacity, min-cost needs costs; or best-f1, best-f2, precision>=0.9, recall>=0.8, fpr<=0.003, fixed:0.5';
  const costs = 'costs: { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 5 } }';
  if (threshold === undefined) {
    return `# evaluation:                            # choose a threshold: without one it is best-f1, which knows neither capacity nor costs
#   threshold: alerts-per-day<=100       # ${choices}
#   ${costs}`;
  }
  const own = costs.replace('fixed: 5', `fixed: ${alertCost ?? 5}`);
  return `evaluation:
  threshold: ${threshold.padEnd(27)} # ${choices}
${alertCost === undefined ? `# ${costs.replace('costs', '  costs')}` : `  ${own}`}`;
}

/** A `fraudx.yaml` with every key and its default. */
export function configTemplate(known: ConfigFacts): string {
  return `# fraudx.yaml: found from any folder below this one. Flags of the command line win over it.
# Completion and checks in editors: "fraudx config schema --output fraudx.schema.json" says how.
${line('data', known.data, 'transactions.parquet', 'CSV, gzip CSV, Parquet or JSON lines')}
${line('target', known.target, 'fraud', 'label column: 1 is fraud, 0 is genuine')}
${line('positive', known.positive, '[fraud]', 'values of the target that mean fraud, where they are not 1, true, yes, fraud; "*" is all others')}
${line('negative', known.negative, '[ok, "normal."]', 'values that mean genuine; what is in neither list has no label')}
${line('time', known.time, 'tx_datetime', 'orders rows in time; makes the split "time"; { date: Date, clock: Time } where it is made of several')}
${line('timeUnit', known.timeUnit, 'hours', 'what numbers of the time column count, also yyyymmdd, days, milliseconds; default: seconds since 1970')}
# timeZone: Europe/Madrid                # zone of hours, nights, weekdays and days, and of times that say none; default: UTC
${line('entity', known.entity, 'customer_id', 'the customer or card; [card, merchant] for the past of each')}
${line('terminal', known.terminal, 'terminal_id', 'the terminal or merchant')}
${line('amount', known.amount, 'tx_amount', 'the transaction amount')}
# sampleWeight: weight                   # how much each row counts in training; not a feature
${line('drop', known.drop, '[transaction_id]', 'columns to leave out: ids, answers, what is known only later')}
${line('categorical', known.categorical, '[merchant_code]', 'numeric columns that are codes')}
${remarks(known)}# categoryEncoding: { email: target }     # native, target, count, ordinal or one-hot, by column; tuning.space can search: categoryEncoding.email: [native, target]
# derive:                               # columns computed from each row's values
#   unit_price: amount / quantity
# experiment: default                    # groups runs
# seed: 42
# workers: 2                             # default: the number of cores

# split:
#   strategy: stratified                 # or time, grouped (by entity), prequential
#   test: 0.2                            # share of all rows
#   validation: 0.2                      # share of the rest
#   testFold: "5:4"                      # instead of test: per class, row number mod 5 = 4
#   trainDays: 7                         # prequential: days of training, delay and test; test leaves out cards known by then
#   delayDays: 7
#   testDays: 7
#   folds: 1                             # prequential: validation folds, for a mean with its interval
#   trainFrom: "2025-01-01"              # prequential: default such that the test period ends with the data

# features:
#   strategy: raw                        # or baseline, temporal, behavioural, demographic_risk, combined
#   windowDays: [1, 7, 30]               # behaviour windows
#   delayDays: 7                         # until a label is known
#   select: { k: 20, method: anova }     # or chi2, mutual-information; chosen on training rows only

# validation:                            # rules by column; checked by "fraudx data validate" and before every training
#   tx_amount: { min: 0, max: 100000, maxMissing: 0.01 }
#   transaction_id: { unique: true }
#   country: { values: [DE, FR], required: false }

# algorithm: xgboost
# params:                                # hyperparameters: fixed, not searched
#   max_depth: 6                         # of every algorithm that has it
#   xgboost: { eta: 0.1, num_round: 200 }   # of one algorithm
#   lightgbm: { num_leaves: 31 }
#   random-forest: { n_estimators: 200 }

# tuning:
#   strategy: random                     # or grid
#   trials: 20
#   metric: average_precision
#   space:
#     max_depth: { type: int, low: 3, high: 10 }
#     eta: { type: float, low: 0.01, high: 0.3, log: true }
#     subsample: [0.7, 0.85, 1]

${line('renameDuplicates', known.reading?.renameDuplicates, 'false', 'read repeated column names as name, name_2, …')}
${line('encoding', known.reading?.encoding, 'windows-1252', 'of a CSV file; default: UTF-8, or UTF-16 by its first bytes')}
${line('decimalMark', known.reading?.decimalMark, 'comma', 'what parts the fraction where both fit, as in 1.234, or point; default: what other columns of the file prove')}
${line('dateOrder', known.reading?.dateOrder, 'day-first', 'what 03/04/2025 means, or month-first; default: the only order that fits the whole column')}
${line('missing', known.reading?.missing, '[NA, "?", -999]', 'texts that mean "no value", instead of NA, N/A, null, NaN, ? and spreadsheet errors')}
# tracking: { folder: .fraudx }          # where runs, models and production live

${evaluationHead(known)}
#   missingAmount: 0                     # stands for a missing amount in costs; default: such rows are refused where costs go by amount
#   currency: EUR                        # of amounts and costs: a code or a symbol, shown where costs are
#   gates: ["average_precision >= 0.5"]  # besides accuracy, average precision above the base rate, recall
#   allowRough: false                    # true: gates may hold by a bound from few days or frauds
#   sampling: random                     # or case-control, where the share of fraud in the data was chosen

# promotion:
#   target: local                        # or aws
#   approvedBy: "name of who answers for it"
#   requireApprover: true                # refuse without a name; default for every target but local
#   parameterPrefix: /fraud-detection/hyperparameters
#   trigger: true                        # start the pipeline; default for the local target only
#   prune: false                         # remove parameters that the new set does not have
#   registryVersion: arn:aws:sagemaker:eu-central-1:123456789012:model-package/fraud/3   # target aws: must be approved there
#   configBucket: my-config-bucket       # target aws, as the next two
#   keyPrefix: fraud
#   stateMachineArn: arn:aws:states:eu-central-1:123456789012:stateMachine:FraudDetectionTrainingWorkflow

# aws:                                   # region and profile default to those of the AWS tools
#   region: eu-central-1
#   profile: fraud
#   endpointUrl: http://127.0.0.1:5000
#   writesPerSecond: 3
`;
}
