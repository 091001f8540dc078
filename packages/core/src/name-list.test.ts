import { expect, it } from 'vitest';
import { nameList } from './name-list.ts';

it('says how many names it leaves out', () => {
  const names = Array.from({ length: 17 }, (_, i) => `f${i}`);
  expect(nameList(names)).toBe('f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11 and 5 more');
  expect(nameList(names.slice(0, 12))).toBe('f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11');
  expect(nameList([])).toBe('');
});
