import { Option } from 'commander';
import type { Command } from 'commander';
import { knownSamplerNames } from '@fraudx/core';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { offering } from '../../options/offering.ts';
import { finite, integer, jsonObject, seconds, texts } from '../../options/parsers.ts';
import { algorithmFlags, datasetFlags, withFlags } from '../../options/setting-flags.ts';

/** Declares `fraudx tune`. */
export function declareTune(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('tune')
    .description('search hyperparameters on validation rows; every trial is a run, the best becomes a model')
    .addOption(
      offering(new Option('--strategy <name>', 'how the space is searched (default: random)'), knownSamplerNames()),
    )
    .option(
      '--sampler-options <json>',
      'options of the strategy, as JSON such as \'{"nStartupTrials":20}\', see docs/tuning.md (default: none)',
      jsonObject,
    )
    .option(
      '--lag <n>',
      'of strategies that learn: choose trial k from the results of the trials below k - n, so that at most n + 1 run at a time; 0 to 1000; part of the study (default: 8)',
      integer(0, 1000),
    )
    .option(
      '--pruner <name>',
      'end trials early by what they reach on validation rows: median, percentile, asha, hyperband, patient, threshold, or by their folds wilcoxon (default: none; that of --strategy hyperband is its own)',
    )
    .option('--trials <n>', 'number of trials; a grid tries all of its points (default: 20)', integer(1))
    .option(
      '--metric <name>',
      'validation metric to optimise, any of docs/metrics.md, such as recall_at_fpr_0.003 or total_cost, or predict_ms, the time to score 1 000 rows; may be repeated to search for all at once (default: average_precision)',
      texts,
    )
    .option(
      '--constraint <condition>',
      'what the best trial must meet, such as "predict_ms <= 1" or "alerts_per_day <= 100"; may be repeated',
      texts,
    )
    .option(
      '--early-stopping <rounds>',
      'of algorithms that boost: stop a trial when the metric on validation rows (log loss, or what --param eval_metric or metric names) has not improved for this many rounds',
      integer(1),
    );
  command
    .option(
      '--study <name>',
      'name of the study: begins it, or joins it, also from several terminals at once; --trials counts the trials of all',
    )
    .option(
      '--resume <study>',
      'continue a study that was interrupted or killed, or, with more --trials, one that has finished; all else comes from the study',
    )
    .option('--patience <n>', 'end the search when n trials have ended since the best one', integer(1))
    .option('--target-value <value>', 'end the search when the metric is as good as this', finite)
    .option(
      '--terminator',
      'end the search when other settings are expected to be better by less than the best value is uncertain',
    )
    .option('--timeout <time>', 'start no trial after this time, such as 90s, 30m or 2h; those that run end', seconds)
    .option('--retry <n>', 'try a failed trial again up to n times (default: 0)', integer(0, 100))
    .option(
      '--enqueue <point>',
      'a point to try first, as JSON such as \'{"max_depth":6}\'; a study that has begun takes it next; may be repeated',
      jsonObject,
    )
    .option('--from <study>', 'try the 5 best points of an earlier study first')
    .option('--report <file>', 'write one HTML page at the end: best trials, importances, plots')
    .option(
      '--confirm <n>',
      'fit the n best trials again with the defaults, on rows on which the search measured nothing, and keep the defaults unless one is better; 0: keep the best trial (default: one for every 10 trials, 1 to 3)',
      integer(0, 20),
    )
    .option(
      '--outer-folds <k>',
      'estimate the search by nested cross-validation: repeat it in k outer folds, each measured on rows that none of its trials has seen; takes about k times as long (default: none)',
      integer(2, 100),
    )
    .option('--no-portfolio', 'do not try the defaults, what is in production and the portfolio first');
  withFlags(command, datasetFlags, algorithmFlags);
  withCommonOptions(command, [
    'fraudx tune --strategy random',
    'fraudx tune --strategy tpe --study cards-2026 --trials 100',
    'fraudx tune --strategy tpe --trials 100 --report study.html',
    'fraudx tune --strategy tpe --sampler-options \'{"nStartupTrials":20}\' --lag 0 --workers 1',
    'fraudx tune --metric average_precision --metric predict_ms --strategy nsga-ii --trials 500',
    'fraudx tune --constraint "alerts_per_day <= 100"',
    'fraudx tune --outer-folds 5',
    'fraudx tune --resume run-01jc9v',
    'fraudx tune --strategy random --trials 50 --data transactions.parquet --target fraud --param num_round=300',
  ]);
  handledBy(command, deps, async () => (await import('./run.ts')).runTune);
}
