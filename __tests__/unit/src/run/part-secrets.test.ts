import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { endpointsExpected } from '../../../../services/identity/choose.ts';
import { credentialsFrom } from '../../../../services/identity/credentials.ts';
import type { RealmPlan } from '../../../../services/identity/realm-plan.ts';
import { Lab } from '../../../../services/lab/lab.ts';
import type { StartOptions } from '../../../../services/lab/lab-options.ts';
import type { ServedPart } from '../../../../services/part/served-part.ts';
import { spawnPart } from '../../../../services/part/supervisor.ts';
import { PARTS } from '../../../../services/parts.ts';
import { deploymentFrom } from '../../../../src/deployment/deployment-from.ts';
import { labParts } from '../../../../src/run/lab-parts.ts';
import { CONFIDENTIAL_PLAN } from '../../../contract/confidential-plan.ts';

/** Whatever the learner's environment may hold that is nobody's business, and what of it the identity provider needs. */
const SECRETS = {
  USER_PASSWORD: 'the-users-password',
  CLIENT_SECRET_MCP_SERVER: 'the-clients-secret',
  ACCESS_TOKEN: 'a-token-of-the-learner',
  KC_BOOTSTRAP_ADMIN_PASSWORD: 'the-admins-password',
  KEYCLOAK_ADMIN_PASSWORD: 'the-admins-old-password',
};
const ITS_OWN = ['the-users-password', 'the-clients-secret'];

const givenSchema = z.object({
  start: z.object({ args: z.array(z.string()), secrets: z.record(z.string(), z.string()) }),
});

const entry = fileURLToPath(new URL('../../services/part/fixtures/part.js', import.meta.url));
const before = { ...process.env };
beforeEach(() => Object.assign(process.env, SECRETS));
afterEach(() => {
  for (const name of Object.keys(SECRETS)) delete process.env[name];
  Object.assign(process.env, before);
});

/** A part that nobody knows yet. */
const FIFTH: ServedPart = {
  name: 'fifth',
  port: 9000,
  options: [],
  load: async () => {},
  start: () => Promise.reject(new Error('not part of this test')),
  argumentsIn: ({ url, issuer }) => ['--to', url('tool'), '--issuer', issuer],
};

/** All that the process of each part was given when a lab of these parts started them: environment, arguments and start message. */
async function givenTo(
  parts: readonly ServedPart[],
  realm: RealmPlan,
  as: Readonly<Record<string, StartOptions>> = {},
): Promise<Map<string, string>> {
  const given = new Map<string, string>();
  const credentials = credentialsFrom(process.env, realm);
  const ports = Object.fromEntries(parts.map(({ name }) => [name, 0]));
  const lab = new Lab({
    program: 'tutorial-tui',
    parts: labParts(
      {
        options: { deployment: deploymentFrom({ idp: 'embedded' }), keycloakImage: '', ports },
        env: process.env,
        credentials,
        realm,
        session: 'test',
        ask: undefined,
        spawner: async () => (part) => spawnPart(entry, part),
      },
      parts,
    ),
    credentials,
    realm,
    expected: (url) => endpointsExpected('embedded', false, url, realm.realm),
    dataFolder: undefined,
    tokenClient: () => Promise.reject(new Error('not part of this test')),
    onEvent: (event) => {
      if (event.type === 'log') given.set(event.line.part, event.line.text);
    },
  });
  try {
    const { signal } = new AbortController();
    await lab.prepare(
      parts.map(({ name }) => name),
      signal,
    );
    for (const { name } of parts) await lab.start(name, signal, undefined, as[name]);
  } finally {
    await lab.close();
  }
  return given;
}

test('only the identity provider is given the secrets of the user and the clients; no part those of an admin', async () => {
  const parts = [...PARTS, FIFTH];
  const given = await givenTo(parts, CONFIDENTIAL_PLAN);
  expect([...given.keys()]).toEqual(parts.map(({ name }) => name));
  const seen = [...given].map(([part, all]) => [part, Object.values(SECRETS).filter((secret) => all.includes(secret))]);
  expect(Object.fromEntries(seen)).toEqual({ identity: ITS_OWN, tool: [], mcp: [], stack: [], model: [], fifth: [] });

  // Who may administer the realm is told by the start message alone.
  const told = [...given].map(([part, all]) => [part, givenSchema.parse(JSON.parse(all)).start.secrets] as const);
  const { identity = {}, ...others } = Object.fromEntries(told);
  expect([Object.keys(identity), others]).toEqual([
    ['adminPassword'],
    { tool: {}, mcp: {}, stack: {}, model: {}, fifth: {} },
  ]);
  const [all = ''] = [...given].filter(([part]) => part === 'identity').map(([, text]) => text);
  expect(all.split(identity.adminPassword ?? '').length).toBe(2);
});

test('a part that is a client of the identity provider is told that one’s secret, by its start message alone', async () => {
  const args = ['--token-policy', 'exchange'];
  const given = await givenTo(PARTS, CONFIDENTIAL_PLAN, { mcp: { args, client: 'mcp-server' } });
  const all = given.get('mcp') ?? '';
  const { start } = givenSchema.parse(JSON.parse(all));
  expect(start.secrets).toEqual({ 'mcp-server': 'the-clients-secret' });
  expect(start.args.slice(-2)).toEqual(args);
  expect(all.split('the-clients-secret').length).toBe(2);
  expect([given.get('tool'), given.get('stack')].join()).not.toContain('the-clients-secret');
});
