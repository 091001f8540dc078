import { DataError, InvalidArgumentError, jsonErrorPosition, parseJson, shownValue, unknownKeys } from '@fraudx/core';
import { TreeModel } from '../trees/tree-model.ts';
import { fromXgboostJson } from '../trees/from-xgboost-json.ts';
import { embeddedEngine } from '../embedded-engine.ts';

/** How to read a model of XGBoost. */
export interface ImportXgboostOptions {
  /**
   * Which rounds to keep of a model trained with early stopping: up to the best one, as `XGBClassifier.predict_proba` scores, or all,
   * as `Booster.predict` does. Default `best`.
   */
  readonly rounds?: 'best' | 'all';
  /** Where the text came from, first word of messages. Default `XGBoost model`. */
  readonly source?: string;
}

function parseText(text: string, source: string): unknown {
  try {
    return parseJson(text, source);
  } catch (cause) {
    const { code, message } = cause as DataError;
    if (code === 'JSON_TOO_DEEP') throw new DataError('BAD_BOOSTER', message, { details: { source }, cause });
    const position = jsonErrorPosition(text);
    const before = text.slice(0, position).split('\n');
    const place = `position ${position} (line ${before.length}, column ${before.at(-1)!.length + 1})`;
    const what = position >= text.length ? `its end at ${place}` : `${JSON.stringify(text[position])} at ${place}`;
    throw new DataError('BAD_BOOSTER', `${source}: must be JSON, got ${what}`, {
      details: { source, position },
      hint: text.startsWith('{')
        ? "The file is damaged or cut off; write it again with booster.save_model('model.json')."
        : "XGBoost's binary formats are not read; save with booster.save_model('model.json').",
      cause,
    });
  }
}

/**
 * A model that XGBoost (>= 1.3) has written with `booster.save_model('model.json')`: booster `gbtree`, objective
 * `binary:logistic`, with missing values and splits by categories.
 *
 * Scores and contributions equal those of XGBoost to rounding. Features without names are called `f0`, `f1`, …; categories are
 * the codes that XGBoost was trained on. Its engine is `libxgboost`, for that library has computed it. XGBoost's file does not
 * hold the parameters of the training, so `params` is empty.
 *
 * @throws {InvalidArgumentError} No text; an option is not known, or `rounds` is neither `best` nor `all`.
 * @throws {DataError} `BAD_BOOSTER`: not such a file, damaged or cut off (with the position); `UNSUPPORTED_BOOSTER`: another
 * objective or booster, several classes or targets, leaves that hold vectors.
 */
export function importXgboostJson(text: string, options: ImportXgboostOptions = {}): TreeModel {
  const { rounds = 'best', source = 'XGBoost model' } = options;
  const problems = unknownKeys('option', options, ['rounds', 'source']);
  if (!['best', 'all'].includes(rounds)) problems.push(`rounds must be best or all, got ${shownValue(rounds)}`);
  if (typeof text !== 'string') problems.unshift(`text must be the text of a model file, got ${shownValue(text)}`);
  if (problems.length > 0) throw new InvalidArgumentError(problems.join('; '), { subject: 'importXgboostJson' });
  const model = fromXgboostJson(parseText(text, source), source);
  const { ensemble, rounds: starts, bestRound } = model;
  const nRounds = starts.length - 1;
  const kept = rounds === 'best' && bestRound !== undefined ? Math.min(bestRound + 1, nRounds) : nRounds;
  return new TreeModel({
    algorithm: ensemble.link === 'identity' ? 'random-forest' : 'xgboost',
    engine: model.isOwn ? embeddedEngine : { name: 'libxgboost', version: model.version },
    params: {},
    featureNames: model.featureNames,
    featureTypes: model.featureTypes,
    bestIteration: Math.max(0, (ensemble.link === 'identity' ? ensemble.trees.length : kept) - 1),
    ensemble: { ...ensemble, trees: ensemble.trees.slice(0, starts[kept]) },
  });
}
