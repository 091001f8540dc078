import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { studyFormatVersion } from '../study/study-spec.ts';
import { findStudy } from './find-study.ts';
import { InMemoryStudyStore } from './in-memory-study-store.ts';
import { checkStudyName, isStudyName } from './study-name.ts';

const spec = {
  formatVersion: studyFormatVersion,
  space: parseSearchSpace({ x: [1, 2] }),
  sampler: { name: 'random' },
  directions: ['maximize'],
  seed: 1,
} as const;

describe('findStudy', () => {
  it('takes an id before the name of another study, and then the beginning of an id', async () => {
    const store = new InMemoryStudyStore();
    await store.createStudy({ studyId: 'run-01', spec, createdAt: 1 });
    await store.createStudy({ studyId: 'study-02', name: 'run-01', spec, createdAt: 2 });
    expect(await findStudy(store, 'run-01')).toBe('run-01');
    expect(await findStudy(store, 'study')).toBe('study-02');
  });

  it('takes nothing for the empty text, which begins every id', async () => {
    const store = new InMemoryStudyStore();
    await store.createStudy({ studyId: 'run-01', spec, createdAt: 1 });
    await expect(findStudy(store, '')).rejects.toMatchObject({ code: 'STUDY_NOT_FOUND' });
  });
});

describe('names of studies', () => {
  it.each(['cards', 'Cards 2026', 'größe', 'x'.repeat(100)])('may be %s', (name) => {
    expect(isStudyName(name)).toBe(true);
  });

  it.each(['', ' a', '-x', '--config=x.yaml', 'run-1', 'study-1', 'a\nb', 'a\u001b[2J', 'a\u2028b', 'x'.repeat(101)])(
    'may not be %j',
    (name) => {
      expect(() => checkStudyName(name)).toThrow(expect.objectContaining({ code: 'STUDY_NAME' }));
    },
  );
});
