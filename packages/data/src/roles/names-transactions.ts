import { isOf, nameWords } from './name-words.ts';

/** Whether a name is that of an id of transactions and of nothing else: `id`, `txn_id`, `PaymentID`, but not `device_id`. */
export function namesTransactions(name: string): boolean {
  const words = nameWords(name);
  return words.some((word) => isOf(word, 'id')) && words.every((word) => isOf(word, 'id', 'event', 'filler'));
}
