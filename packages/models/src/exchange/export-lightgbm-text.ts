import type { Ensemble } from '@fraudx/trees';
import { categoriesOf } from '../trees/to-xgboost-json.ts';
import type { FittedModel } from '../estimator.ts';
import { treeModelOf } from './tree-model-of.ts';
import { lightgbmTree } from './lightgbm-tree.ts';

/** Fewest words of a complemented category set: all codes below 1024 count as known. */
const leastWords = 32;

/** Names as LightGBM takes them: it parts them by blanks. */
function namesWithoutBlanks(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name.replaceAll(/\s/g, '_') || '_';
    while (taken.has(free)) free = `${free}_`;
    taken.add(free);
    return free;
  });
}

/** Words that hold every category named in a set of the ensemble, by feature. */
function knownWords({ nFeatures, trees }: Ensemble): Int32Array {
  const words = new Int32Array(nFeatures).fill(leastWords);
  for (const tree of trees) {
    tree.rightCategories?.forEach((set, node) => {
      const f = tree.feature[node]!;
      if (f >= 0) words[f] = Math.max(words[f]!, set.length);
    });
  }
  return words;
}

/** The categories that sets of the ensemble name, by feature; the range of other features is not known. */
function featureInfos({ nFeatures, trees }: Ensemble): string[] {
  const used = new Set(trees.flatMap((tree) => [...tree.feature]));
  const categories = new Map<number, Set<number>>();
  for (const tree of trees) {
    tree.rightCategories?.forEach((set, node) => {
      const f = tree.feature[node]!;
      const known = categories.get(f) ?? new Set();
      for (const c of categoriesOf(set)) known.add(c);
      categories.set(f, known);
    });
  }
  return Array.from({ length: nFeatures }, (_, j) => {
    const known = [...(categories.get(j) ?? [])].toSorted((a, b) => a - b);
    return known.length > 0 ? known.join(':') : used.has(j) ? '[-inf:inf]' : 'none';
  });
}

/**
 * A model as text in LightGBM's format (version v4), for `lightgbm.Booster(model_file='model.txt')`.
 *
 * Boosted trees get the objective `binary`, with the base in the leaves of the first tree, for LightGBM has no base score. A random
 * forest gets `regression` with `average_output`: `predict` gives the probability. Thresholds are the largest doubles that
 * round below ours in float32, so that rows in float64 and float32 score alike. LightGBM sends missing categories to the side of the
 * categories outside of its set; where ours go the other way, the set is complemented over the codes 0 to 1023, or more
 * where the model knows more. Blanks in feature names become `_`. Counts of rows are shares of the training weight.
 *
 * @param model - A fitted model of trees; its features are those after all transforms.
 * @returns Lines that end with a line feed; the same model gives the same text.
 * @throws {InvalidArgumentError} The model is not one of trees.
 * @see https://lightgbm.readthedocs.io/en/stable/Advanced-Topics.html
 */
export function exportLightgbmText(model: FittedModel): string {
  const trees = treeModelOf('exportLightgbmText', model);
  const { ensemble, featureNames } = trees;
  const isForest = ensemble.link === 'identity';
  const words = knownWords(ensemble);
  const { baseMargin } = ensemble;
  const scale = isForest ? ensemble.trees.length : 1;
  const blocks = ensemble.trees.map((tree, t) =>
    lightgbmTree(tree, t, (value) => value * scale + (isForest || t === 0 ? baseMargin : 0), words),
  );
  const header = [
    'tree',
    'version=v4',
    'num_class=1',
    'num_tree_per_iteration=1',
    'label_index=0',
    `max_feature_idx=${ensemble.nFeatures - 1}`,
    `objective=${isForest ? 'regression' : 'binary sigmoid:1'}`,
    ...(isForest ? ['average_output'] : []),
    `feature_names=${namesWithoutBlanks(featureNames).join(' ')}`,
    `feature_infos=${featureInfos(ensemble).join(' ')}`,
    `tree_sizes=${blocks.map((block) => block.length).join(' ')}`,
  ];
  const importances = trees
    .featureImportances()
    .filter((row) => row.weight > 0)
    .map((row) => `${namesWithoutBlanks(featureNames)[featureNames.indexOf(row.feature)]}=${row.weight}`);
  return [
    ...header,
    '',
    `${blocks.join('')}end of trees`,
    '',
    'feature_importances:',
    ...importances,
    '',
    'parameters:',
    'end of parameters',
    '',
    'pandas_categorical:null',
    '',
  ].join('\n');
}
