import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Moto } from '../../../packages/aws/test/moto-server.ts';
import { findMoto, motoEnvironment, startMoto } from '../../../packages/aws/test/moto-server.ts';
import { learnableCsv, openSandbox } from './cli.ts';

const command = findMoto();
// whoever started the job has approved nothing
const noApprover = { FRAUDX_APPROVED_BY: '', GITHUB_ACTOR: 'octo', GITLAB_USER_LOGIN: 'tanuki' };

describe.skipIf(command === undefined)('fraudx promote --target aws against an emulator (moto_server)', () => {
  let moto: Moto;
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  let env: Record<string, string>;
  let target: string[];

  beforeAll(async () => {
    moto = await startMoto(command!);
    env = { ...motoEnvironment, ...noApprover, AWS_ENDPOINT_URL: moto.endpointUrl };
    const { configBucket, stateMachineArn } = await moto.createPlace('fraud-config');
    target = ['--target', 'aws', '--config-bucket', configBucket, '--state-machine', stateMachineArn];
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'tx.csv'), learnableCsv(1500));
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), 'data: tx.csv\ntarget: fraud\ndrop: [id]\n');
    const train = await sandbox.fraudx(['train', '--param', 'num_round=20', '--json']);
    expect(train.code, train.stderr).toBe(0);
  });
  afterAll(async () => {
    await sandbox.close();
    await moto[Symbol.asyncDispose]();
  });

  it('says where production is when a config that was found says so, and goes to own buckets only', async () => {
    await moto.createPlace('found-config');
    const config = join(sandbox.folder, 'fraudx.yaml');
    const before = await readFile(config, 'utf8');
    await writeFile(
      config,
      `${before}promotion: { target: aws, configBucket: found-config, parameterPrefix: /found }\n`,
    );
    const found = await sandbox.fraudx(['promotions', 'list', '--quiet'], { env });
    expect(found.code, found.stderr).toBe(0);
    const announced = `note: for target aws ${config}, which was found and not named, says: `;
    expect(found.stderr).toBe(
      `${announced}promotion.target aws, promotion.parameterPrefix /found, promotion.configBucket found-config\n`,
    );
    const named = await sandbox.fraudx(['promotions', 'list', '--quiet', '--config', config], { env });
    expect(named).toMatchObject({ code: 0, stderr: '' });
    await writeFile(config, before);
  });

  it('announces what a config that was found does in AWS, however much is named beside it, before anything is sent', async () => {
    const place = await moto.createPlace('own-bucket');
    const config = join(sandbox.folder, 'fraudx.yaml');
    const before = await readFile(config, 'utf8');
    const keys = [
      'parameterPrefix: /prod/db',
      'prune: true',
      'trigger: true',
      `stateMachineArn: ${place.stateMachineArn}`,
      'approvedBy: Your Boss',
      'requireApprover: false',
    ];
    await writeFile(config, `${before}promotion: { ${keys.join(', ')} }\naws: { region: eu-central-1 }\n`);
    const named = ['--target', 'aws', '--config-bucket', place.configBucket, '--quiet'];
    const said = `note: for target aws ${config}, which was found and not named, says: promotion.parameterPrefix /prod/db, promotion.stateMachineArn ${place.stateMachineArn}, promotion.approvedBy "Your Boss", promotion.requireApprover false, promotion.trigger true, promotion.prune true, aws.region eu-central-1\n`;
    for (const [args, more] of [
      [['promote', '--dry-run'], {}],
      [['promote', '--dry-run'], { FRAUDX_SAFE_FOLDERS: '*' }],
      [['rollback'], {}],
      [['promotions', 'list'], {}],
    ] as const) {
      const { stderr } = await sandbox.fraudx([...args, ...named], { env: { ...env, ...more } });
      expect(stderr.startsWith(said), stderr).toBe(true);
    }
    const given = ['--approved-by', 'Ada', '--parameter-prefix', '/mine', '--no-trigger'];
    const plan = await sandbox.fraudx(['promote', '--dry-run', ...named, ...given], { env });
    expect(plan.stderr).not.toMatch(/approvedBy|parameterPrefix|promotion\.trigger/);
    expect(plan.stderr).toContain('promotion.prune true');
    // a gate asks the target too
    await writeFile(
      config,
      `${before}promotion: { target: aws, configBucket: ${place.configBucket} }\nevaluation: { gates: ["delta_average_precision vs champion: lower bound > -0.5"] }\n`,
    );
    // in a copy, so that the other tests find runs that no gate was asked of
    const copy = join(sandbox.folder, 'copy');
    await cp(join(sandbox.folder, '.fraudx'), copy, { recursive: true });
    const evaluated = await sandbox.fraudx(['evaluate', '--quiet', '--folder', copy], { env });
    expect(evaluated.stderr).toContain('says: promotion.target aws, promotion.configBucket own-bucket');
    await writeFile(config, before);
  });

  it('promotes, shows, watches, verifies and rolls back', async () => {
    const fraudx = (args: readonly string[], more: readonly string[] = target): ReturnType<typeof sandbox.fraudx> =>
      sandbox.fraudx([...args, ...more, '--json'], { env });

    const nobody = await fraudx(['promote']);
    expect(nobody.code).toBe(2);
    expect(nobody.json()).toMatchObject({ error: { code: 'APPROVER_MISSING' } });

    const plan = await sandbox.fraudx(['promote', '--trigger', '--dry-run', '--json', ...target], {
      env: { ...env, FRAUDX_APPROVED_BY: 'Ada' },
    });
    expect(plan.code, plan.stderr).toBe(0);
    const planned = plan.json() as { promotion_id: string; parameters: { action: string }[]; execution: object };
    expect(planned.parameters.map((change) => change.action)).toContain('create');
    expect(planned.execution).toBeTruthy();
    expect((await fraudx(['promotions', 'list'])).json()).toEqual({ promotions: [], damaged: [] });

    const promote = await fraudx(['promote', '--trigger', '--approved-by', 'Ada']);
    expect(promote.code, promote.stderr).toBe(0);
    const promoted = promote.json() as { promotion_id: string; execution_arn: string; written: string[] };
    expect(promoted.promotion_id).toBe(planned.promotion_id);
    expect(promoted.written).toContain('/fraud-detection/hyperparameters/num_round');
    expect(promoted.execution_arn).toMatch(/^arn:aws:states:/);

    const status = await fraudx(['pipeline', 'status']);
    expect(status.json()).toMatchObject({ status: 'RUNNING', execution_arn: promoted.execution_arn });
    const verify = await fraudx(['promotions', 'verify']);
    expect(verify.code).toBe(0);
    expect(verify.json()).toMatchObject({ ok: true, entries: 1 });
    const resume = await fraudx(['promotions', 'resume']);
    expect(resume.json()).toMatchObject({ promotion_id: promoted.promotion_id, state: 'DONE' });

    const rollback = await fraudx(['rollback', '--approved-by', 'Ada']);
    expect(rollback.code, rollback.stderr).toBe(0);
    expect(rollback.json()).toMatchObject({ complete: true });
    const shown = await fraudx(['promotions', 'show', 'latest']);
    expect(shown.json()).toMatchObject({ kind: 'rollback', state: 'DONE', rollbackOf: promoted.promotion_id });
  });

  it('takes everything from fraudx.yaml, and says what is missing', async () => {
    const config = ['data: tx.csv', 'target: fraud', 'drop: [id]', 'promotion:', '  target: aws'];
    const path = join(sandbox.folder, 'aws.yaml');
    await writeFile(path, config.join('\n'));
    const bare = await sandbox.fraudx(['promote', '--config', path, '--approved-by', 'Ada', '--json'], { env });
    expect(bare.code).toBe(2);
    expect(bare.json()).toMatchObject({ error: { code: 'BUCKET_MISSING' } });
    const more = [
      `  configBucket: ${target[3]}`,
      `  stateMachineArn: ${target[5]}`,
      '  approvedBy: Ada',
      '  trigger: true',
    ];
    const aws = ['aws:', `  endpointUrl: ${moto.endpointUrl}`, '  writesPerSecond: 100'];
    await writeFile(path, [...config, ...more, ...aws].join('\n'));
    const whole = await sandbox.fraudx(['promote', '--config', path, '--dry-run', '--json'], { env: motoEnvironment });
    expect(whole.code, whole.stderr).toBe(0);
    const doctor = await sandbox.fraudx(['doctor', '--config', path, '--json'], { env: motoEnvironment });
    const { checks } = doctor.json() as { checks: { check: string; status: string }[] };
    expect(checks.filter(({ check }) => check.startsWith('aws')).map(({ status }) => status)).toEqual(
      Array.from({ length: 6 }, () => 'ok'),
    );
    const policy = await sandbox.fraudx(['doctor', '--config', path, '--policy'], { env: motoEnvironment });
    expect(policy.json()).toMatchObject({ Version: '2012-10-17' });
    expect(policy.stdout).toContain(
      'arn:aws:ssm:eu-central-1:123456789012:parameter/fraud-detection/hyperparameters/*',
    );
  });

  it('is found in order by doctor, whose --target is production and not a column', async () => {
    const { code, stdout } = await sandbox.fraudx(['doctor', ...target, '--json'], { env });
    expect(code, stdout).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true });
  });

  it('takes empty variables as absent, and says nothing of keys beside a profile', async () => {
    const list = ['promotions', 'list', ...target, '--json'];
    const nowhere = await sandbox.fraudx(list, { env: { ...env, AWS_REGION: '', AWS_DEFAULT_REGION: '' } });
    expect(nowhere.code).toBe(2);
    expect(nowhere.json()).toMatchObject({ error: { code: 'AWS_REGION_MISSING' } });
    const credentials = join(sandbox.folder, 'credentials');
    await writeFile(credentials, '[prod]\naws_access_key_id=testing\naws_secret_access_key=testing\n');
    const profile = { ...env, AWS_SHARED_CREDENTIALS_FILE: credentials };
    const listed = await sandbox.fraudx([...list, '--profile', 'prod'], { env: profile });
    expect(listed).toMatchObject({ code: 0, stderr: '' });
  });

  it('promotes only what the model registry calls approved', async () => {
    const pending = await moto.registerModel('fraud-cli', 'PendingManualApproval');
    const args = [
      'promote',
      ...target,
      '--registry-version',
      pending,
      '--approved-by',
      'Ada',
      '--no-trigger',
      '--json',
    ];
    const refused = await sandbox.fraudx(args, { env });
    expect(refused.code, refused.stderr).toBe(1);
    expect(refused.json()).toMatchObject({ decision: 'refused', written: [] });
    expect(refused.stdout).toContain('must be approved, got PendingManualApproval');
    const told = await sandbox.fraudx(args.slice(0, -1), { env });
    expect(told.stdout).toContain('Next: approve this version in the model registry');
    const nowhere = await sandbox.fraudx(['promote', '--registry-version', pending, '--json'], { env });
    expect(nowhere.code).toBe(2);
    expect(nowhere.json()).toMatchObject({ error: { code: 'NO_REGISTRY' } });
    const policy = await sandbox.fraudx(['doctor', ...target, '--policy'], { env });
    expect(policy.stdout).not.toContain('sagemaker');
  });

  it('says in a dry run that the promotion would stop, with the exit code it would have', async () => {
    const args = ['promote', ...target.slice(0, 4), '--trigger', '--dry-run', '--approved-by', 'Ada'];
    const { code, stdout } = await sandbox.fraudx(args, { env });
    expect(code).toBe(2);
    expect(stdout).toContain('state machine: an ARN must be given');
  });

  it('is taken back by Ctrl-C between two changes, with exit code 130', async () => {
    const before = await sandbox.fraudx(['promotions', 'list', ...target, '--json'], { env });
    const args = ['promote', ...target, '--approved-by', 'Eve', '--trigger', '--json', '--verbose'];
    const stopped = await sandbox.fraudx(args, { env, interruptAt: /\[6\/14\] journal done/ });
    expect(stopped.code, stopped.stderr).toBe(130);
    const { error } = stopped.json() as { error: { details: Record<string, unknown> } };
    expect(error.details).toMatchObject({ state: 'undone', written: [] });
    const after = await sandbox.fraudx(['promotions', 'list', ...target, '--json'], { env });
    const [undone, ...rest] = after.json()['promotions'] as { state: string }[];
    expect(undone).toMatchObject({ state: 'UNDONE' });
    expect(rest).toEqual(before.json()['promotions']);
    expect((await sandbox.fraudx(['promotions', 'verify', ...target], { env })).code).toBe(0);
  });

  it('tells in one line that AWS cannot be reached, with exit code 3 and nothing changed', async () => {
    const args = ['promote', ...target, '--approved-by', 'Ada', '--endpoint-url', 'http://127.0.0.1:9'];
    const { code, stderr } = await sandbox.fraudx(args, { env });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /step 3 of 14 \(preflight\) failed: .*127\.0\.0\.1:9 must be reachable.*nothing was changed/,
    );
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
