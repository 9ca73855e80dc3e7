import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keycloakEndpoints } from '../../../../services/identity/keycloak/paths.ts';
import type { IdentityProvider, Inspection } from '../../../../services/identity/provider.ts';
import { closeServer } from '../../../../services/wire/listen.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { breakIt } from '../../../../steps/break/index.ts';
import { BREAK_REALM } from '../../../../steps/break/realm.ts';
import type { CourseLab } from '../../../../steps/course-lab.ts';
import { courseLab } from '../../../course-lab.ts';

/** An identity provider that calls itself as it is called, or always the same. */
let named: string | undefined;
const server = createServer(({ headers }, response) => {
  const issuer = `http://${named ?? headers.host}/realms/demo`;
  response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token` }));
});
const host = () => `localhost:${(server.address() as AddressInfo).port}`;
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => closeServer(server));
afterEach(() => {
  named = undefined;
});

/** What of the world differs; all that the chapter needs is there where nothing does. */
interface World extends Partial<Pick<CourseLab, 'running'>> {
  readonly issuer?: string;
  readonly scopes?: readonly string[] | undefined;
  /** Of the client that asks about tokens. */
  readonly secret?: Secret | undefined;
  /** Clients of the plan that the realm has, by their keys. */
  readonly clients?: readonly string[];
}

/** What a lab leaves out of the chapter, with the reasons. */
async function leftOut(world: World = {}): Promise<Readonly<Record<string, string>>> {
  const { issuer = `http://${host()}/realms/demo`, clients = Object.keys(BREAK_REALM.clients) } = world;
  const more = world.running && { running: world.running };
  const scopes = 'scopes' in world ? world.scopes : ['openid', 'other-audience', 'cautious-audience'];
  const inspection = inspectionOf(clients);
  const secret = 'secret' in world ? world.secret : new Secret('a secret');
  const identity = { secretOf: async () => secret } as Partial<IdentityProvider> as IdentityProvider;
  const endpoints = { ...keycloakEndpoints(issuer), scopes };
  const lab = courseLab({ issuer, endpoints, inspection, identity, ...more });
  const reasons = breakIt.steps.map(async (step) => [step.id, await step.leftOut?.(lab, new AbortController().signal)]);
  return Object.fromEntries((await Promise.all(reasons)).filter(([, why]) => why !== undefined));
}

function inspectionOf(clients: readonly string[]): Inspection {
  const findings = Object.entries(BREAK_REALM.clients).map(([key, { id }]) => ({
    id: `${key}-client`,
    title: `Client ${id}`,
    state: clients.includes(key) ? ('present' as const) : ('missing' as const),
    saw: clients.includes(key) ? 'it is there' : 'there is none',
    byHand: '',
    repairable: false,
  }));
  return { findings, issuer: undefined, login: { untried: '' } };
}

test('where all is there, nothing is left out', async () => {
  expect(await leftOut()).toEqual({});
});

test('a realm that names no scope for the other tool leaves out what needs a token for it', async () => {
  const noScope = 'this realm names no client scope other-audience';
  const why = { '2.4': noScope, '2.14': noScope };
  expect(await leftOut({ scopes: ['openid', 'cautious-audience'] })).toEqual(why);
  const all = { ...why, '2.13': 'this realm names no client scope cautious-audience' };
  expect(await leftOut({ scopes: undefined })).toEqual(all);
});

test('a provider that calls itself the same under each name leaves out the step with the other one', async () => {
  named = host();
  const [, port] = host().split(':');
  expect(await leftOut()).toEqual({
    '2.10': `asked as 127.0.0.1:${port}, the identity provider calls itself http://${host()}/realms/demo all the same`,
  });
});

test('so does one on another machine', async () => {
  expect(await leftOut({ issuer: 'https://id.example.org/realms/demo' })).toEqual({
    '2.10': 'no other name is known of id.example.org',
  });
});

test('a realm without the client whose tokens live a second leaves out what needs it', async () => {
  expect(await leftOut({ clients: ['stack', 'other', 'cautious'] })).toEqual({
    '2.12': 'the client short-lived cannot be used: there is none',
  });
});

test('where nobody can ask about tokens, that step is left out', async () => {
  expect(await leftOut({ clients: ['stack', 'other', 'shortLived'] })).toEqual({
    '2.13': 'the client cautious-tool cannot be used: there is none',
  });
  expect(await leftOut({ secret: undefined })).toEqual({
    '2.13': 'the secret of cautious-tool is not known: CLIENT_SECRET_CAUTIOUS_TOOL is not set',
  });
});

test('a tool of the learner’s own is not made a sloppy one', async () => {
  expect(await leftOut({ running: () => ({ kind: 'own', reports: false }) })).toEqual({
    '2.14': 'the tool is your own: the lab does not change how it verifies',
  });
});
