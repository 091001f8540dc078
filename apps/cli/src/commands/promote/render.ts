import type { ParameterChange, PromotionPlan, PromotionReport } from '@fraudx/promotion';
import { bold, dim, styled } from '../../output/style.ts';
import { facts } from '../../output/table.ts';
import { oneLine } from '../../output/one-line.ts';

function changeText(change: ParameterChange): string {
  const name = oneLine(change.name);
  const oldValue = oneLine(String(change.oldValue));
  const newValue = oneLine(String(change.newValue));
  switch (change.action) {
    case 'create':
      return styled('green', `  + ${name} = ${newValue}`);
    case 'update':
      return styled('yellow', `  ~ ${name}: ${oldValue} → ${newValue}`);
    case 'delete':
      return styled('red', `  - ${name} (was ${oldValue})`);
    case 'equal':
    case 'keep':
      return dim(`    ${name} = ${oldValue} (${change.action === 'equal' ? 'equal' : 'not in the new set, stays'})`);
  }
}

/** The input of the pipeline, a line for each of its fields. */
function executionInput(input: string): string {
  return Object.entries(JSON.parse(input) as Record<string, unknown>)
    .map(([name, value]) => dim(oneLine(`    ${name}: ${String(value)}`)))
    .join('\n');
}

function diffLine(text: string): string {
  const line = oneLine(text);
  if (line.startsWith('+ ')) return styled('green', `  ${line}`);
  if (line.startsWith('- ')) return styled('red', `  ${line}`);
  return dim(`  ${line}`);
}

/** `fraudx <words>` with the options that were given to find the target. */
function command(words: string, targetOptions: string): string {
  return targetOptions === '' ? `fraudx ${words}` : `fraudx ${words} ${targetOptions}`;
}

/**
 * What `fraudx promote --dry-run` prints for people: the exact difference, and that nothing was changed.
 *
 * @param targetOptions - Options that the next command needs to do the same; may be empty.
 */
export function renderPlan(plan: PromotionPlan, runId: string, targetOptions = ''): string {
  const failed = plan.preflight.filter((check) => !check.ok);
  const sections = [
    plan.decision === 'refused'
      ? `${styled('red', 'The gate would refuse this model:')}\n${plan.reasons.map((reason) => `  ${oneLine(reason)}`).join('\n')}`
      : `${bold(plan.promotionId)} would promote ${runId}`,
    ...(plan.notes.length === 0
      ? []
      : [plan.notes.map((note) => `${styled('yellow', '!')} ${oneLine(note)}`).join('\n')]),
    `${bold('Parameters')}\n${plan.parameters.map((change) => changeText(change)).join('\n')}`,
    `${bold(plan.config.uri)}\n${plan.config.diff.map((line) => diffLine(line)).join('\n')}`,
    ...(plan.execution === undefined
      ? []
      : [
          `${bold('Pipeline')}\n  ${[plan.execution.name, plan.execution.machine].flatMap((line) => (line === undefined ? [] : [oneLine(line)])).join('\n  ')}\n${executionInput(plan.execution.input)}`,
        ]),
    ...(failed.length === 0
      ? []
      : [
          `${styled('red', 'It would stop at the checks before the first change:')}\n${failed
            .map(({ check, detail, hint }) => oneLine(`  ${check}: ${detail}${hint === undefined ? '' : `. ${hint}`}`))
            .join('\n')}`,
        ]),
    plan.decision === 'refused' || failed.length > 0
      ? 'Nothing was changed.'
      : `Nothing was changed. To do it: ${command(`promote ${runId}`, targetOptions)}`,
  ];
  return sections.join('\n\n');
}

const marks = { done: styled('green', '✓'), skipped: dim('·'), failed: styled('red', '✗'), planned: dim('…') } as const;

/** What helps: approval where only the registry refused, a better model else. */
function refusedNext(reasons: readonly string[]): string {
  return reasons.every((reason) => reason.startsWith('model registry:'))
    ? 'Next: approve this version in the model registry, then the same command again'
    : 'Next: fraudx tune --strategy random, or better features';
}

/**
 * What `fraudx promote` prints for people: every step, what lies where, how to go back.
 *
 * @param told - The steps were shown as they ended, on the same terminal: they are left out.
 */
export function renderPromotion(report: PromotionReport, targetOptions = '', told = false): string {
  const steps = report.steps
    .map((step) => `  ${marks[step.status]} ${step.step.padEnd(12)} ${oneLine(step.detail)}`)
    .join('\n');
  if (report.decision === 'refused') {
    return [
      styled('red', 'Refused: nothing was changed.'),
      report.reasons.map((reason) => `  ${oneLine(reason)}`).join('\n'),
      refusedNext(report.reasons),
    ].join('\n\n');
  }
  return [
    `${bold(report.promotionId)}  ${styled('green', 'promoted')}${report.resumed ? ' (an interrupted promotion was completed)' : ''}`,
    ...(told ? [] : [steps]),
    facts([
      [
        'parameters',
        `${report.written.filter((name) => name.startsWith('/')).length} written, ${report.untouched.length} equal already`,
      ],
      ['config', report.configKey],
      ...(report.archiveKey === '' ? [] : [['archive', report.archiveKey] as [string, string]]),
      ['backup', report.backup],
      ...(report.executionArn === undefined ? [] : [['execution', report.executionArn] as [string, string]]),
    ]),
    `To go back: ${command(`rollback ${report.promotionId}`, targetOptions)}`,
  ].join('\n\n');
}
