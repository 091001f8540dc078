import { chmodSync, closeSync, openSync, symlinkSync, unlinkSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../io.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { loadSettings } from './settings.ts';
import { findConfig } from './find-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-'));
});
afterEach(() => rm(folder, { recursive: true }));

function ioAt(cwd: string, env: Io['env'] = {}): Io {
  return fakeIo(cwd, { env });
}

describe('loadSettings', () => {
  it('works without any config file', async () => {
    const settings = await loadSettings({ data: 'a.csv', target: 'y' }, ioAt(folder));
    expect(settings).toMatchObject({
      data: join(folder, 'a.csv'),
      folder: join(folder, '.fraudx'),
      seed: 42,
      experiment: 'default',
      configPath: undefined,
    });
  });

  it('finds fraudx.yaml in a folder above and resolves its paths there', async () => {
    await writeFile(join(folder, 'fraudx.yaml'), 'data: d.parquet\ntarget: y\nsplit: { strategy: time, test: 0.3 }\n');
    const below = join(folder, 'a', 'b');
    await mkdir(below, { recursive: true });
    const settings = await loadSettings({}, ioAt(below));
    expect(settings.data).toBe(join(folder, 'd.parquet'));
    expect(settings.folder).toBe(join(folder, '.fraudx'));
    const flagged = await loadSettings({ data: 'x.csv', testSize: 0.1 }, ioAt(below));
    expect(flagged.data).toBe(join(below, 'x.csv'));
    expect(flagged.config.split).toEqual({ strategy: 'time', test: 0.1 });
  });

  it('announces once which profile and region a config that was found chooses for objects, and none of one that is named', async () => {
    await writeFile(join(folder, 'fraudx.yaml'), 'data: s3://b/k.csv\naws: { profile: prod, region: us-gov-west-1 }\n');
    const said: string[] = [];
    const io = { ...ioAt(folder), err: (text: string): void => void said.push(text) };
    const open = async (options: Parameters<typeof loadSettings>[0]): Promise<void> => {
      const settings = await loadSettings(options, io);
      for (let i = 0; i < 2; i++) (await settings.openObjects!())[Symbol.dispose]();
    };
    await open({ config: join(folder, 'fraudx.yaml') });
    expect(said).toEqual([]);
    await open({ quiet: true });
    expect(said).toEqual([
      `note: for s3:// ${join(folder, 'fraudx.yaml')}, which was found and not named, says: aws.region us-gov-west-1, aws.profile prod\n`,
    ]);
  });

  it('lets only keys of emulators go to an endpoint that nobody named, and any to one that was', async () => {
    const endpointUrl = 'http://127.0.0.1:4566';
    await writeFile(join(folder, 'fraudx.yaml'), `aws: { endpointUrl: "${endpointUrl}" }\n`);
    const only = async (options: object, env: Io['env'] = {}, overrides = {}): Promise<boolean | undefined> =>
      (await loadSettings(options, ioAt(folder, env), overrides)).awsCalls.testKeysOnly;
    expect(await only({})).toBe(true);
    expect(await only({ config: join(folder, 'fraudx.yaml') })).toBe(false);
    expect(await only({}, { AWS_ENDPOINT_URL: endpointUrl })).toBe(false);
    expect(await only({}, {}, { aws: { endpointUrl } })).toBe(false);
    await writeFile(join(folder, 'fraudx.yaml'), 'aws: { endpointUrl: "https://s3.eu-west-1.amazonaws.com" }\n');
    expect(await only({})).toBe(false);
  });

  it.skipIf(process.getuid === undefined)(
    'takes the endpoint of a config that others can replace as one that nobody named',
    async () => {
      const path = join(folder, 'shared.yaml');
      await writeFile(path, 'aws: { endpointUrl: "https://aws.example.org" }\n');
      symlinkSync(path, join(folder, 'own-link.yaml'));
      const said: string[] = [];
      const io = { ...ioAt(folder), uid: process.getuid!(), err: (text: string): void => void said.push(text) };
      const only = async (config: string): Promise<boolean | undefined> =>
        (await loadSettings({ config }, io)).awsCalls.testKeysOnly;
      chmodSync(path, 0o600);
      expect(await only(path)).toBe(false);
      expect(said).toEqual([]);
      chmodSync(path, 0o666);
      expect(await only(path)).toBe(true);
      expect(await only(join(folder, 'own-link.yaml'))).toBe(true);
      expect(said).toHaveLength(2);
      // not even a file any more: whoever has it open writes to it
      chmodSync(path, 0o600);
      const file = openSync(path, 'r');
      try {
        unlinkSync(path);
        if (process.platform === 'linux') {
          expect(await only(`/proc/self/fd/${file}`)).toBe(true);
          await expect(findConfig(io, `/proc/self/fd/${file}`)).resolves.toMatchObject({
            ofOthers: { code: 'FILE_NOT_PLAIN' },
          });
        }
      } finally {
        closeSync(file);
      }
    },
  );

  it.skipIf(process.getuid === undefined)(
    'takes what a config that others can replace says of folder, data and target as what nobody named',
    async () => {
      const shared = join(folder, 'shared');
      await mkdir(shared);
      const path = join(shared, 'fraudx.yaml');
      const elsewhere = join(folder, 'elsewhere');
      await mkdir(elsewhere, { mode: 0o700 });
      await writeFile(join(elsewhere, 'd.csv'), '');
      await writeFile(
        path,
        `tracking: { folder: ${elsewhere} }\ndata: ${join(elsewhere, 'd.csv')}\npromotion: { target: aws, configBucket: b }\naws: { region: eu-west-1 }\n`,
      );
      const said: string[] = [];
      const io = { ...ioAt(folder), uid: process.getuid!(), err: (text: string): void => void said.push(text) };
      chmodSync(path, 0o600);
      const own = await loadSettings({ config: path }, io);
      expect(() => own.beforeFolder!()).not.toThrow();
      expect(own.dataSince(own.data!)).toBeUndefined();
      expect(own).not.toHaveProperty('announceTarget');
      expect(own.bucketOfFound).toBeUndefined();
      chmodSync(path, 0o666);
      const ofOthers = await loadSettings({ config: path }, io);
      expect(() => ofOthers.beforeFolder!()).toThrow(expect.objectContaining({ code: 'FOLDER_OUTSIDE' }));
      expect(ofOthers.dataSince(ofOthers.data!)).toBe('config');
      ofOthers.announceTarget!();
      expect(said).toEqual([
        `note: for target aws ${path}, which others can replace, says: promotion.target aws, promotion.configBucket b, aws.region eu-west-1\n`,
      ]);
      expect(ofOthers.bucketOfFound).toBe(true);
      // what the command line names is named
      const named = await loadSettings({ config: path, folder: elsewhere }, io);
      expect(() => named.beforeFolder!()).not.toThrow();
    },
  );

  it.skipIf(process.getuid === undefined)(
    'refuses a named folder that another user made in a folder for all',
    async () => {
      const shared = join(folder, 'for-all');
      await mkdir(shared);
      chmodSync(shared, 0o1777);
      const path = join(shared, 'runs');
      const io = { ...ioAt(folder), uid: process.getuid!() + 1 };
      const settings = await loadSettings({ folder: path }, io);
      expect(() => settings.beforeFolder!()).not.toThrow();
      await mkdir(path);
      if (process.getuid!() === 0) await chown(path, 12_345, 12_345);
      expect(() => settings.beforeFolder!()).toThrow(expect.objectContaining({ code: 'FILE_OF_OTHERS' }));
    },
  );

  it('lets flags win over the environment and the environment over the file', async () => {
    await writeFile(join(folder, 'fraudx.yaml'), 'seed: 1\ntarget: file\nparams: { eta: 0.1, max_depth: 3 }\n');
    const io = ioAt(folder, { FRAUDX_SEED: '2', FRAUDX_TARGET: 'environment' });
    expect((await loadSettings({}, io)).seed).toBe(2);
    const settings = await loadSettings({ seed: 3, param: { eta: 0.3 } }, io);
    expect(settings.seed).toBe(3);
    expect(settings.config.target).toBe('environment');
    expect(settings.config.params).toEqual({ eta: 0.3, max_depth: 3 });
  });

  it("takes the parameters of the algorithm, and says which are the file's", async () => {
    await writeFile(
      join(folder, 'fraudx.yaml'),
      'algorithm: lightgbm\nparams: { xgboost: { eta: 0.1 }, lightgbm: { num_leaves: 7 }, seed: 1 }\n',
    );
    const settings = await loadSettings({ param: { seed: 2 } }, ioAt(folder));
    expect(settings.config.params).toEqual({ num_leaves: 7, seed: 2 });
    expect(settings.paramsOfFile).toEqual(['num_leaves']);
    const other = await loadSettings({ algorithm: 'xgboost' }, ioAt(folder));
    expect(other.config.params).toEqual({ eta: 0.1, seed: 1 });
  });

  it.each([
    ['seed: [', /must be YAML/],
    ['tagret: y', /unknown key "tagret", did you mean "target"\?/],
    ['seed: -1', /seed/],
  ])('refuses the config %j', async (text, message) => {
    await writeFile(join(folder, 'fraudx.yaml'), text);
    await expect(loadSettings({}, ioAt(folder))).rejects.toThrow(message);
  });

  it('names a config file that is missing', async () => {
    await expect(loadSettings({ config: 'no.yaml' }, ioAt(folder))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
