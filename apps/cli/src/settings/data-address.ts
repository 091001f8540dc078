import { resolve } from 'node:path';

/** Whether data is named by an address of a store, not by a path. */
export function isAddress(data: string): boolean {
  return /^(?:rediss?|s3):\/\//.test(data);
}

/** The data named by a text: an address as it is, a path against the folder. */
export function dataAddress(folder: string, data: string): string {
  return isAddress(data) ? data : resolve(folder, data);
}

/** The text without user and password of addresses in it, for records and messages. */
export function withoutSecrets(text: string): string {
  return text.replace(/\b(rediss?:\/\/)[^@/\s]*@/g, '$1');
}
