import type { SweepComparison } from './compare-final.ts';
import type { SweepGate } from './gate.ts';
import type { SweepResult } from './run-sweep.ts';
import type { MeasuredStrategy, StageSummary, SweepSummary } from './summarise-sweep.ts';
import type { StageGain } from './stage-gain.ts';
import type { SweepModel } from './sweep-model.ts';
import type { SweepStudyName } from './sweep-plan.ts';

interface GainJson {
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
}

type ParamsJson = Readonly<Record<string, string | number | boolean>>;

/** A sweep as plain values for programs: null where something is not known. */
export interface SweepFigures {
  readonly sweep: string;
  readonly experiment: string;
  readonly algorithm: string;
  readonly metric: string;
  readonly direction: 'maximize' | 'minimize';
  /** Null of a summary, which ran nothing. */
  readonly outcome: SweepResult['outcome'] | null;
  readonly stages: readonly {
    readonly stage: StageSummary['stage'];
    readonly state: StageSummary['state'];
    readonly rounds: number;
    readonly planned: number;
    readonly done: number;
    readonly failed: number;
    readonly best: {
      readonly value: number;
      readonly trial: number;
      readonly params: ParamsJson;
      readonly run_id: string | null;
      readonly strategy?: string;
    } | null;
    readonly gain: {
      readonly over: string;
      readonly value: number;
      readonly interval: readonly [number, number] | null;
    } | null;
    readonly study?: string;
    readonly strategies?: readonly {
      readonly name: string;
      readonly state: MeasuredStrategy['state'];
      readonly value: number | null;
      readonly reason: string | null;
      readonly study: string;
    }[];
  }[];
  readonly gate: {
    readonly state: SweepGate['state'];
    readonly threshold: number | null;
    readonly from: 'option' | 'chance' | null;
    readonly value: number;
  } | null;
  /** The final stage against the defaults and the stages before; null before it is measured. Gains are those of the final stage. */
  readonly comparison: {
    readonly kept: SweepStudyName;
    readonly defaults: {
      readonly value: number;
      readonly run_id: string | null;
      readonly study: string;
      readonly gain: GainJson | null;
    } | null;
    readonly worse_than: readonly (GainJson & { readonly stage: SweepStudyName })[];
  } | null;
  readonly files: { readonly best_features: string; readonly final_config: string };
  readonly model: {
    readonly run_id: string;
    readonly folder: string;
    readonly value: number;
    readonly params: ParamsJson;
    readonly metrics: Readonly<Record<string, number>>;
  } | null;
}

type Stage = SweepFigures['stages'][number];

function strategyJson({
  name,
  state,
  value,
  reason,
  study,
}: MeasuredStrategy): NonNullable<Stage['strategies']>[number] {
  return { name, state, value: value ?? null, reason: reason ?? null, study };
}

function stageJson({ best, gain, strategies, study, ...stage }: StageSummary): Stage {
  return {
    ...stage,
    best:
      best === undefined
        ? null
        : {
            value: best.value,
            trial: best.trial,
            params: best.params,
            run_id: best.runId ?? null,
            ...(best.strategy === undefined ? {} : { strategy: best.strategy }),
          },
    gain: gain === undefined ? null : { over: gain.over, value: gain.value, interval: gain.interval ?? null },
    ...(study === undefined ? {} : { study }),
    ...(strategies === undefined ? {} : { strategies: strategies.map(strategyJson) }),
  };
}

function gainJson({ value, interval }: StageGain): GainJson {
  return { value, interval: interval ?? null };
}

function comparisonJson({ kept, defaults, worseThan }: SweepComparison): SweepFigures['comparison'] {
  return {
    kept,
    defaults:
      defaults === undefined
        ? null
        : {
            value: defaults.value,
            run_id: defaults.runId ?? null,
            study: defaults.study,
            gain: defaults.gain === undefined ? null : gainJson(defaults.gain),
          },
    worse_than: worseThan.map(({ than, ...gain }) => ({ stage: than, ...gainJson(gain) })),
  };
}

function modelJson({ runId, folder, value, params, metrics }: SweepModel): SweepFigures['model'] {
  return { run_id: runId, folder, value, params, metrics };
}

/** A summary or a result of a sweep as plain values. */
export function sweepJson(sweep: SweepSummary & Partial<Pick<SweepResult, 'outcome' | 'model'>>): SweepFigures {
  const { name, experiment, algorithm, metric, direction, stages, gate, comparison, files, outcome, model } = sweep;
  return {
    sweep: name,
    experiment,
    algorithm,
    metric,
    direction,
    outcome: outcome ?? null,
    stages: stages.map(stageJson),
    gate:
      gate === undefined
        ? null
        : { state: gate.state, threshold: gate.threshold ?? null, from: gate.from ?? null, value: gate.value },
    comparison: comparison === undefined ? null : comparisonJson(comparison),
    files: { best_features: files.bestFeatures, final_config: files.finalConfig },
    model: model === undefined ? null : modelJson(model),
  };
}
