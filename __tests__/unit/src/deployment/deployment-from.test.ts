import { resolve } from 'node:path';
import type { ConfigFile } from '../../../../src/deployment/config/read-config.ts';
import type { Config } from '../../../../src/deployment/config/schema.ts';
import { deploymentFrom } from '../../../../src/deployment/deployment-from.ts';
import type { DeploymentFlags } from '../../../../src/deployment/flags.ts';
import type { Deployment } from '../../../../src/deployment.ts';
import { TutorialError } from '../../../../src/errors.ts';
import { Secret } from '../../../../src/evidence/secret.ts';

const SECRET = 'hunter2-and-more';
/** A secret that somebody has put where the name of a variable has to stand. */
const PASTED = 'qJ8xW2mZr5Tn0VbKc7YdLp4HsGf1Ea9U';

function file(config: Config, wasNamed = true): ConfigFile {
  return { name: 'mine.json', wasNamed, folder: '/where/it/stands', config };
}

/** With what its secrets are, in the clear. */
function made(flags: DeploymentFlags, env: NodeJS.ProcessEnv = {}, config?: Config): unknown {
  return revealed(deploymentFrom(flags, env, config && file(config)));
}

function revealed(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.reveal() };
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}

const NOTHING: Deployment = { identity: { which: 'auto', token: { by: 'password' } }, wire: {} };

test('where nothing is said, everything is the program’s own', () => {
  expect(made({})).toEqual(NOTHING);
  expect(made({}, {}, {})).toEqual(NOTHING);
});

test('where the parts find each other, the file says, and of no part that an option names', () => {
  const config: Config = {
    mcp: { url: 'http://localhost:8000', inside: 'http://mcp:8000/' },
    tool: { url: 'http://localhost:10000', inside: 'http://tool:10000' },
  };
  expect(made({}, {}, config)).toMatchObject({
    mcp: { inside: 'http://mcp:8000' },
    tool: { inside: 'http://tool:10000' },
  });
  expect(made({ tool: 'http://localhost:9000' }, {}, config)).toMatchObject({ tool: { url: 'http://localhost:9000' } });
  expect(made({ tool: 'http://localhost:9000' }, {}, config)).not.toHaveProperty('tool.inside');
  expect(() => made({}, {}, { tool: { url: 'http://localhost:10000', inside: 'tool:10000' } })).toThrow(
    'tool.inside is no URL of a server.',
  );
});

test('a file says all that a deployment has', () => {
  const env = {
    CLIENT_SECRET: 's',
    KEY_PASSPHRASE: 'k',
    STACK_AUTHORIZATION: 'Bearer a',
    TENANT: 't',
    ACCESS_TOKEN: 'tok',
  };
  const config: Config = {
    identity: {
      idp: 'https://id.example.org',
      user: 'grace',
      realm: 'r',
      client: 'c',
      scope: 's',
      audience: 'a',
      resource: 'urn:x',
    },
    stack: {
      url: 'https://s',
      generation: 'responses',
      headers: { 'X-Tenant': { env: 'TENANT' } },
      model: 'm',
      provider: 'p',
      toolGroup: 'g',
    },
    mcp: { url: 'https://m', transport: 'sse' },
    tool: { url: 'http://localhost:1' },
    model: { ollama: 'scripted', name: 'n' },
    call: { tool: 'fetch' },
    tls: { caFiles: ['ca.pem', '/b.pem'], certFile: 'c.pem', keyFile: 'k.pem' },
    plainHttpTo: ['Tool.example.org', '[2001:db8::1]'],
  };
  expect(made({}, env, config)).toEqual({
    identity: {
      ...{ which: 'https://id.example.org', user: 'grace', realm: 'r', client: 'c', clientSecret: { secret: 's' } },
      ...{ scope: 's', audience: 'a', resource: 'urn:x', token: { by: 'password' } },
    },
    stack: {
      ...{ url: 'https://s', generation: 'responses', model: 'm', provider: 'p', toolGroup: 'g' },
      headers: { 'x-tenant': { secret: 't' }, authorization: { secret: 'Bearer a' } },
      headerVariables: [
        ['x-tenant', 'TENANT'],
        ['authorization', 'STACK_AUTHORIZATION'],
      ],
    },
    mcp: { url: 'https://m', transport: 'sse' },
    tool: { url: 'http://localhost:1' },
    model: { which: 'scripted', name: 'n' },
    call: { tool: 'fetch', arguments: {} },
    wire: {
      caFiles: [resolve('/where/it/stands/ca.pem'), resolve('/b.pem')],
      client: {
        certFile: resolve('/where/it/stands/c.pem'),
        keyFile: resolve('/where/it/stands/k.pem'),
        passphrase: { secret: 'k' },
      },
      plainHttpTo: ['tool.example.org', '[2001:db8::1]'],
    },
  });
});

test('an option wins over the file, key by key; a path of an option is relative to the current folder', () => {
  const flags: DeploymentFlags = {
    ...{
      idp: 'embedded',
      client: 'mine',
      stack: 'http://localhost:2',
      caFile: ['other.pem'],
      tokenBy: 'code',
      ollama: 'none',
    },
  };
  const config: Config = {
    identity: { idp: 'container', client: 'c', scope: 's', token: { by: 'device' } },
    stack: { url: 'https://s', toolGroup: 'g' },
    model: { ollama: 'auto', name: 'n' },
    tls: { caFiles: ['ca.pem'] },
  };
  expect(made(flags, {}, config)).toEqual({
    identity: { which: 'embedded', client: 'mine', scope: 's', token: { by: 'code' } },
    stack: { url: 'http://localhost:2', toolGroup: 'g' },
    model: { which: 'none', name: 'n' },
    wire: { caFiles: [resolve('other.pem')] },
  });
});

test.each<[flags: DeploymentFlags, env: NodeJS.ProcessEnv, user: string | undefined]>([
  [{ user: 'o' }, { USER_NAME: 'e' }, 'o'],
  [{}, { USER_NAME: 'e' }, 'e'],
  [{}, { USER_NAME: '' }, 'f'],
  [{}, {}, 'f'],
])('the user of an option wins over that of the environment, and that over the file’s: %j %j', (flags, env, user) => {
  expect(deploymentFrom(flags, env, file({ identity: { user: 'f' } })).identity.user).toBe(user);
});

test.each<[flags: DeploymentFlags, identity: Config['identity'], token: unknown]>([
  [{ tokenBy: 'env' }, undefined, { by: 'given', token: { secret: 'usual' }, from: 'ACCESS_TOKEN' }],
  [{}, { token: { by: 'env' } }, { by: 'given', token: { secret: 'usual' }, from: 'ACCESS_TOKEN' }],
  [{}, { token: { by: 'env', env: 'MINE' } }, { by: 'given', token: { secret: 'mine' }, from: 'MINE' }],
  [{ tokenBy: 'env' }, { token: { by: 'env', env: 'MINE' } }, { by: 'given', token: { secret: 'mine' }, from: 'MINE' }],
  [{ tokenBy: 'command' }, { token: { by: 'command', command: ['a', 'b'] } }, { by: 'command', command: ['a', 'b'] }],
  [{ tokenBy: 'password' }, { token: { by: 'command', command: ['a'] } }, { by: 'password' }],
])('the token of %j and %j', (flags, identity, token) => {
  const env = { ACCESS_TOKEN: 'usual', MINE: 'mine' };
  expect(made(flags, env, identity && { identity })).toMatchObject({ identity: { token } });
});

type Wrong = readonly [said: string, flags: DeploymentFlags, config?: Config, env?: NodeJS.ProcessEnv];

const WRONG: readonly Wrong[] = [
  ['--idp embeded is neither a known name nor a URL.', { idp: 'embeded' }],
  ['identity.idp of mine.json is neither a known name nor a URL.', {}, { identity: { idp: `me:${SECRET}@localhost` } }],
  ['The URL of identity.idp of mine.json carries credentials.', {}, { identity: { idp: `https://me:${SECRET}@h` } }],
  ['--tool is no URL of a server.', { tool: 'localhost:1' }],
  ['tool.url of mine.json is no URL of a server.', {}, { tool: { url: 'localhost:1' } }],
  ['--mcp carries credentials.', { mcp: `http://me:${SECRET}@localhost` }],
  [
    '--stack takes the address of a server, with nothing but a path behind it.',
    { stack: `http://localhost/?${SECRET}` },
  ],
  ['--tool leads to http://tool.example.org, which cannot be sent a token.', { tool: 'http://tool.example.org/x' }],
  ['--ollama is no URL of a server.', { ollama: 'scriptd' }],
  ['--stack-generation is said of no stack.', { stackGeneration: 'responses' }],
  ['--resource is no resource.', { resource: 'tool' }],
  ['--resource is no resource.', { resource: 'https://tool/#a' }],
  ['ACCESS_TOKEN is not set.', { tokenBy: 'env' }],
  ['ACCESS_TOKEN is empty.', { tokenBy: 'env' }, undefined, { ACCESS_TOKEN: '' }],
  ['--token-by command says no command.', { tokenBy: 'command' }],
  [
    'identity.token.env of mine.json names MINE, which is not set.',
    {},
    { identity: { token: { by: 'env', env: 'MINE' } } },
  ],
  [
    'identity.clientSecret of mine.json names MINE, which is not set.',
    {},
    { identity: { client: 'c', clientSecret: { env: 'MINE' } } },
  ],
  [
    'identity.clientSecret of mine.json names a variable that is not set.',
    {},
    { identity: { client: 'c', clientSecret: { env: PASTED } } },
  ],
  [
    'stack.headers.x-a of mine.json names a variable that is not set.',
    {},
    { stack: { url: 'https://s', headers: { 'x-a': { env: PASTED } } } },
  ],
  [
    'identity.clientSecret of mine.json is the secret of no client.',
    {},
    { identity: { clientSecret: { env: 'A' } } },
    { A: SECRET },
  ],
  ['--cert-file stands alone.', { certFile: 'a' }],
  ['tls.keyFile of mine.json stands alone.', {}, { tls: { keyFile: 'a' } }],
  ['--plain-http-to names what is no host.', { plainHttpTo: ['tool', 'http://tool'] }],
  [
    'stack.headers.Host of mine.json is no header that can be added.',
    {},
    { stack: { url: 'https://s', headers: { Host: { env: 'A' } } } },
    { A: 'a' },
  ],
  [
    'stack.headers["a b"] of mine.json is no header that can be added.',
    {},
    { stack: { url: 'https://s', headers: { 'a b': { env: 'A' } } } },
    { A: 'a' },
  ],
  [
    'stack.headers.x-a of mine.json stands there twice.',
    {},
    { stack: { url: 'https://s', headers: { 'X-A': { env: 'A' }, 'x-a': { env: 'A' } } } },
    { A: 'a' },
  ],
  [
    'STACK_AUTHORIZATION holds what no header can carry.',
    { stack: 'https://s' },
    undefined,
    { STACK_AUTHORIZATION: `Bearer ${SECRET}\nHost: x` },
  ],
];

test.each(WRONG.map(([said, ...sources]) => [said, sources] as const))('%s', (said, [flags, config, env = {}]) => {
  const error = errorOf(() => deploymentFrom(flags, env, config && file(config)));
  expect(error).toMatchObject({ kind: 'usage', message: said });
  for (const secret of [SECRET, PASTED]) expect(`${error?.why} ${error?.next}`).not.toContain(secret);
});

test.each<[said: string, config: Config]>([
  [
    'identity.token.command of mine.json runs a program, and the file was only found here.',
    { identity: { token: { by: 'command', command: ['a'] } } },
  ],
  [
    'identity.clientSecret of mine.json names the variable AWS, and the file was only found here.',
    { identity: { client: 'c', clientSecret: { env: 'AWS' } } },
  ],
  [
    'identity.token.env of mine.json names a variable, and the file was only found here.',
    { identity: { token: { by: 'env', env: PASTED } } },
  ],
  [
    'stack.headers.x-a of mine.json names the variable AWS, and the file was only found here.',
    { stack: { url: 'https://s', headers: { 'x-a': { env: 'AWS' } } } },
  ],
  [
    'plainHttpTo of mine.json lets others read passwords and tokens, and the file was only found here.',
    { plainHttpTo: ['tool.example.org'] },
  ],
])('of a file that nobody named: %s', (said, config) => {
  expect(errorOf(() => deploymentFrom({}, { AWS: SECRET, [PASTED]: SECRET }, file(config, false)))).toMatchObject({
    kind: 'usage',
    message: said,
  });
  expect(errorOf(() => deploymentFrom({}, { AWS: SECRET, [PASTED]: SECRET }, file(config, true)))).toBeUndefined();
});

function errorOf(action: () => unknown): TutorialError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof TutorialError) return error;
    throw error;
  }
}
