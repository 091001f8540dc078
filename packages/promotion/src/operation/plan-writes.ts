import type { JournalWrite } from '../journal/journal.ts';
import type { ParameterType, StoredParameter } from '../ports/parameter-store.ts';

/** What a parameter shall be; a value of undefined means: absent. */
export interface DesiredParameter {
  readonly name: string;
  readonly value: string | undefined;
  /** Type when it must be created; an existing parameter keeps its own. */
  readonly type: ParameterType;
}

/**
 * The writes that lead from `current` to `desired`, sorted by name; creates and updates before deletes. Values of secure
 * parameters are left out.
 */
export function planWrites(
  current: readonly Pick<StoredParameter, 'name' | 'value' | 'type' | 'version'>[],
  desired: readonly DesiredParameter[],
): JournalWrite[] {
  const byName = new Map(current.map((parameter) => [parameter.name, parameter]));
  const writes = desired.flatMap((wanted): JournalWrite[] => {
    const existing = byName.get(wanted.name);
    if (existing === undefined && wanted.value === undefined) return [];
    const type = existing?.type ?? wanted.type;
    const action =
      existing === undefined
        ? 'create'
        : wanted.value === undefined
          ? 'delete'
          : wanted.value === existing.value
            ? 'equal'
            : 'update';
    const shown = type !== 'SecureString';
    return [
      {
        name: wanted.name,
        action,
        type,
        oldVersion: existing?.version ?? 0,
        ...(shown && existing !== undefined ? { oldValue: existing.value } : {}),
        ...(shown && wanted.value !== undefined ? { newValue: wanted.value } : {}),
        status: 'planned',
      },
    ];
  });
  const rank = (write: JournalWrite): number => (write.action === 'delete' ? 1 : 0);
  return writes.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
