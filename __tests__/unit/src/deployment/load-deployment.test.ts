import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { keepToPolicy } from '../../../../services/wire/wire-policy.ts';
import { readConfig } from '../../../../src/deployment/config/read-config.ts';
import type { DeploymentUse } from '../../../../src/deployment/flags.ts';
import { loadDeployment } from '../../../../src/deployment/load-deployment.ts';
import { makeAuthority } from '../../../certificates.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-deployment-'));
});
afterEach(() => {
  keepToPolicy({});
  rmSync(folder, { recursive: true });
});

test('variables that a file names are taken out of the environment, which parts inherit; those of usual names are withheld there', async () => {
  const config = join(folder, 'mine.json');
  const named = {
    identity: { client: 'c', clientSecret: { env: 'NIGHTLY_SECRET' }, token: { by: 'env', env: 'NIGHTLY_TOKEN' } },
    stack: {
      url: 'https://stack.example.org',
      headers: { 'x-a': { env: 'NIGHTLY_A' }, 'x-b': { env: 'USER_PASSWORD' } },
    },
    tls: { certFile: 'c', keyFile: 'k', keyPassphrase: { env: 'NIGHTLY_PASSPHRASE' } },
    call: { tool: 'fetch', arguments: { env: 'PATH' } },
    verify: { expiredToken: { env: 'NIGHTLY_EXPIRED' } },
  };
  writeFileSync(config, JSON.stringify(named));
  const { certificate, key } = makeAuthority();
  writeFileSync(join(folder, 'c'), certificate);
  writeFileSync(join(folder, 'k'), key);
  const env = {
    ...{ NIGHTLY_SECRET: 's', NIGHTLY_TOKEN: 't', NIGHTLY_A: 'a', NIGHTLY_PASSPHRASE: 'p' },
    ...{ NIGHTLY_EXPIRED: 'e' },
    ...{ PATH: '/bin', USER_PASSWORD: 'b' },
  };
  const { identity, stack } = await loadDeployment(
    { config },
    { env, stderr: new PassThrough() },
    await readConfig(config, true),
  );
  expect(identity.clientSecret?.reveal()).toBe('s');
  expect(stack?.headers?.['x-b']?.reveal()).toBe('b');
  expect(env).toEqual({ PATH: '/bin', USER_PASSWORD: 'b' });
});

test('what only a verification needs has to be there for one, and for no lesson', async () => {
  const config = join(folder, 'mine.json');
  writeFileSync(config, JSON.stringify({ verify: { expiredToken: { env: 'NIGHTLY_EXPIRED' } } }));
  const load = async (env: NodeJS.ProcessEnv, use: DeploymentUse) =>
    loadDeployment({ config }, { env, stderr: new PassThrough() }, await readConfig(config, true), use);
  const { expiredToken } = await load({ NIGHTLY_EXPIRED: 'e' }, 'verification');
  expect([expiredToken?.token.reveal(), expiredToken?.from]).toEqual(['e', 'NIGHTLY_EXPIRED']);
  expect(await load({ NIGHTLY_EXPIRED: 'e' }, 'lesson')).not.toHaveProperty('expiredToken');
  await expect(load({}, 'lesson')).resolves.toBeDefined();
  await expect(load({}, 'verification')).rejects.toMatchObject({
    kind: 'usage',
    message: `verify.expiredToken of ${config} names NIGHTLY_EXPIRED, which is not set.`,
  });
});
