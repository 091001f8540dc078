/** `promotion-000012-3fa9c2d1`: kind, position, and the beginning of the request's digest. */
export function operationId(kind: 'promotion' | 'rollback', sequence: number, digest: string): string {
  return `${kind}-${String(sequence).padStart(6, '0')}-${digest.slice(0, 8)}`;
}

/** The position in an operation id or journal key; 0 when there is none. */
export function sequenceOf(idOrKey: string): number {
  return Number(/-(\d{6,})-[0-9a-f]{8}(\.json)?$/.exec(idOrKey)?.[1] ?? 0);
}

/** Where the journal of an operation lies. */
export function journalKey(id: string): string {
  return `promotions/${id}.json`;
}
