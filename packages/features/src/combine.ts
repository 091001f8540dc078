/** An interaction of two numbers; a ratio to 0 is missing. */
export function combine(operation: 'product' | 'ratio' | 'difference', left: number, right: number): number {
  if (operation === 'product') return left * right;
  if (operation === 'difference') return left - right;
  return right === 0 ? Number.NaN : left / right;
}
