import { describe, expect, it } from 'vitest';
import { dropEmptyVariables } from './empty-variables.ts';

describe('dropEmptyVariables', () => {
  it('takes out what fraudx would read as a value, and nothing of others', () => {
    const env = {
      FRAUDX_FOLDER: '',
      FRAUDX_CONFIG: '',
      FRAUDX_DATA: 'a.csv',
      FRAUDX_SEED: ' ',
      CI: '',
      AWS_REGION: '',
    };
    dropEmptyVariables(env);
    expect(env).toEqual({ FRAUDX_DATA: 'a.csv', FRAUDX_SEED: ' ', CI: '', AWS_REGION: '' });
  });
});
