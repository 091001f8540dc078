import type { PipelineDeps } from '../pipeline-deps.ts';

/** Notes on the data come with each study, and are passed on once. */
export function eachOnce(onNotes: PipelineDeps['onNotes']): NonNullable<PipelineDeps['onNotes']> {
  const known = new Set<string>();
  return (notes) => {
    const others = notes.filter((note) => !known.has(note));
    for (const note of others) known.add(note);
    if (others.length > 0) onNotes?.(others);
  };
}

/** That the process has joined a study which it ran itself is no news. */
export function withoutJoining(onNotes: PipelineDeps['onNotes']): NonNullable<PipelineDeps['onNotes']> {
  return (notes) => onNotes?.(notes.filter((note) => !note.startsWith('joined study')));
}
