import { InMemoryArtifactStore } from '@fraudx/tracking';
import { describe, expect, it } from 'vitest';
import { memoryWorkspace } from '../testing/memory-workspace.ts';
import { keepArtifacts } from './keep-artifacts.ts';

const runId = 'run-1';
const filesOf = (text: string): { name: string; content: Uint8Array }[] =>
  ['report.html', 'roc.svg'].map((name) => ({ name, content: new TextEncoder().encode(`${name} ${text}`) }));

async function workspaceWithRun(artifacts = new InMemoryArtifactStore()): Promise<ReturnType<typeof memoryWorkspace>> {
  const workspace = { ...memoryWorkspace(), artifacts };
  const lineage = { versions: {}, commandLine: [], config: {} };
  await workspace.runs.createRun({ runId, experiment: 'e', kind: 'train', startedAt: 1, lineage });
  return workspace;
}

describe('keepArtifacts', () => {
  it('keeps the newest files where the first ones were, and nothing else', async () => {
    const workspace = await workspaceWithRun();
    const first = await keepArtifacts(workspace, runId, filesOf('one'));
    for (const text of ['two', 'two', 'one', 'three']) {
      expect(await keepArtifacts(workspace, runId, filesOf(text))).toEqual(first);
      const { artifacts } = await workspace.runs.getRun(runId);
      expect(artifacts.map(({ name }) => name)).toEqual(['evaluation/report.html', 'evaluation/roc.svg']);
      expect(await workspace.artifacts.list(runId)).toEqual(artifacts);
      for (const [i, artifact] of artifacts.entries()) {
        expect(Buffer.from(await workspace.artifacts.get(artifact))).toEqual(Buffer.from(filesOf(text)[i]!.content));
      }
    }
  });

  it('heals a record whose bytes another evaluation replaced', async () => {
    const workspace = await workspaceWithRun();
    await keepArtifacts(workspace, runId, filesOf('one'));
    await workspace.artifacts.replace(runId, 'evaluation/roc.svg', filesOf('two')[1]!.content);
    await keepArtifacts(workspace, runId, filesOf('two'));
    for (const artifact of (await workspace.runs.getRun(runId)).artifacts) {
      expect(Buffer.from(await workspace.artifacts.get(artifact)).toString()).toMatch(/two$/);
    }
  });

  it('has a record that fits its bytes at every moment', async () => {
    const artifacts = new InMemoryArtifactStore();
    const workspace = await workspaceWithRun(artifacts);
    await keepArtifacts(workspace, runId, filesOf('one'));
    let looks = 0;
    const look = async (): Promise<void> => {
      for (const artifact of (await workspace.runs.getRun(runId)).artifacts) await artifacts.get(artifact);
      looks += 1;
    };
    const replace = artifacts.replace.bind(artifacts);
    const remove = artifacts.delete.bind(artifacts);
    artifacts.replace = async (...args) => {
      await look();
      const kept = await replace(...args);
      // until the record of the run follows, it describes the bytes beside
      await look();
      return kept;
    };
    artifacts.delete = async (...args) => {
      await look();
      await remove(...args);
      await look();
    };
    await keepArtifacts(workspace, runId, filesOf('two'));
    expect(looks).toBe(8);
  });
});
