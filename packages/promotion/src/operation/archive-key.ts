/** The key of an archived config: time in UTC, then the beginning of the fingerprint of its text. */
export function archiveKeyOf(digest: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `archive/production-model-config-${stamp}-${digest.slice(0, 8)}.yaml`;
}

/** Whether a key is one of {@link archiveKeyOf} for this text. */
export function isArchiveKeyOf(key: string, digest: string | null): boolean {
  const found = /^archive\/production-model-config-\d{8}T\d{6}Z-([0-9a-f]{8})\.yaml$/.exec(key);
  return found !== null && digest?.startsWith(found[1]!) === true;
}
