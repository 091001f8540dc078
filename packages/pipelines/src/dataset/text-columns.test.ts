import type { FraudxError } from '@fraudx/core';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { declaredCategories } from './text-columns.ts';

it.each(['day', 'Tag der Buchung', 'a "b"', 'x)" }\nfeatures: { strategy: ./evil.js } #'])(
  'proposes YAML that derives from the time column %j and says nothing else',
  (time) => {
    let hint = '';
    try {
      declaredCategories({ categorical: [time], time });
    } catch (error) {
      hint = (error as FraudxError).hint ?? '';
    }
    const yaml = /\((derive: .*)\) and name that/s.exec(hint)?.[1] ?? '';
    const { derive, ...more } = parse(yaml) as { derive: { hour: string } };
    expect(more).toEqual({});
    // in an expression, a quote within quotes is written twice
    const name = /^hour\((?:"(.*)"|(\w+))\)$/s.exec(derive.hour);
    expect(name?.[2] ?? name?.[1]?.replaceAll('""', '\0').replaceAll('\0', '"')).toBe(time);
    expect(name?.[1]?.replaceAll('""', '') ?? '').not.toContain('"');
  },
);
