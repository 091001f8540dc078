import type { ParameterChange, PromotionPlan, PromotionReport } from '@fraudx/promotion';
import { bold, dim, styled } from '../../output/style.ts';
import { facts } from '../../output/table.ts';
import type { Lines } from '../../output/lines.ts';
import { lines, sections } from '../../output/lines.ts';
import { hintOf } from '../../output/hint.ts';

function changeText(change: ParameterChange): string {
  const { name } = change;
  const oldValue = String(change.oldValue);
  const newValue = String(change.newValue);
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
function executionInput(input: string): string[] {
  return Object.entries(JSON.parse(input) as Record<string, unknown>).map(([name, value]) =>
    dim(`    ${name}: ${String(value)}`),
  );
}

function diffLine(line: string): string {
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
export function renderPlan(plan: PromotionPlan, runId: string, targetOptions = ''): Lines {
  const failed = plan.preflight.filter((check) => !check.ok);
  return sections(
    plan.decision === 'refused'
      ? lines(styled('red', 'The gate would refuse this model:'), ...plan.reasons.map((reason) => `  ${reason}`))
      : `${bold(plan.promotionId)} would promote ${runId}`,
    ...(plan.notes.length === 0 ? [] : [lines(...plan.notes.map((note) => `${styled('yellow', '!')} ${note}`))]),
    lines(bold('Parameters'), ...plan.parameters.map((change) => changeText(change))),
    lines(bold(plan.config.uri), ...plan.config.diff.map((line) => diffLine(line))),
    ...(plan.execution === undefined
      ? []
      : [
          lines(
            bold('Pipeline'),
            ...[plan.execution.name, plan.execution.machine].flatMap((line) =>
              line === undefined ? [] : [`  ${line}`],
            ),
            ...executionInput(plan.execution.input),
          ),
        ]),
    ...(failed.length === 0
      ? []
      : [
          lines(
            styled('red', 'It would stop at the checks before the first change:'),
            ...failed.map(({ check, detail, hint, code = '' }) => {
              const said = hintOf({ code, hint, details: {} });
              return `  ${check}: ${detail}${said === undefined ? '' : `. ${said}`}`;
            }),
          ),
        ]),
    plan.decision === 'refused' || failed.length > 0
      ? 'Nothing was changed.'
      : `Nothing was changed. To do it: ${command(`promote ${runId}`, targetOptions)}`,
  );
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
export function renderPromotion(report: PromotionReport, targetOptions = '', told = false): Lines {
  const steps = report.steps.map((step) => `  ${marks[step.status]} ${step.step.padEnd(12)} ${step.detail}`);
  if (report.decision === 'refused') {
    return sections(
      styled('red', 'Refused: nothing was changed.'),
      lines(...report.reasons.map((reason) => `  ${reason}`)),
      refusedNext(report.reasons),
    );
  }
  return sections(
    `${bold(report.promotionId)}  ${styled('green', 'promoted')}${report.resumed ? ' (an interrupted promotion was completed)' : ''}`,
    ...(told ? [] : [lines(...steps)]),
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
    `To roll back: ${command(`rollback ${report.promotionId}`, targetOptions)}`,
  );
}
