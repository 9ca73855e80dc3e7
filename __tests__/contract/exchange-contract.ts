import { decodeJwt } from 'jose';
import {
  type ConfidentialAsk,
  ConfidentialAsker,
  type ConfidentialTarget,
  grantSchema,
  MCP,
  RIGHT,
  refusal,
} from './confidential-asker.ts';
import { bearer, sendTo, tampered, words } from './identity-asker.ts';

const TYPE = 'urn:ietf:params:oauth:token-type:';
const TOOL = 'my-external-tool';
type Form = NonNullable<ConfidentialAsk['form']>;

/** What is changed of an exchange of a token that is for the MCP server, for one that is for the tool. */
interface Row {
  readonly situation: string;
  readonly form?: Form;
  readonly basic?: ConfidentialAsk['basic'];
}

interface GrantedRow extends Row {
  readonly aud: readonly string[];
  readonly scope: string;
}

const DEFAULTS = 'email profile';
/** As Keycloak 26.7.4 grants them. */
const GRANTED: readonly GrantedRow[] = [
  { situation: 'scope and audience', aud: [TOOL], scope: `${DEFAULTS} tool-audience` },
  { situation: 'a scope alone', form: { audience: undefined }, aud: [TOOL], scope: `${DEFAULTS} tool-audience` },
  {
    situation: 'neither: a token for nobody',
    form: { audience: undefined, scope: undefined },
    aud: [],
    scope: DEFAULTS,
  },
  {
    situation: 'two audiences and both scopes',
    form: { audience: [TOOL, 'mcp-server'], scope: 'tool-audience mcp-audience' },
    aud: ['mcp-server', TOOL],
    scope: `${DEFAULTS} mcp-audience tool-audience`,
  },
  { situation: 'an audience twice', form: { audience: [TOOL, TOOL] }, aud: [TOOL], scope: `${DEFAULTS} tool-audience` },
  {
    situation: 'both scopes and one audience: scope names both all the same',
    form: { scope: 'tool-audience mcp-audience' },
    aud: [TOOL],
    scope: `${DEFAULTS} mcp-audience tool-audience`,
  },
  {
    situation: 'both scopes and no audience',
    form: { audience: undefined, scope: 'tool-audience mcp-audience' },
    aud: ['help:desk', 'mcp-server', TOOL],
    scope: `${DEFAULTS} mcp-audience tool-audience`,
  },
  {
    situation: 'the type of an access token, named',
    form: { requested_token_type: `${TYPE}access_token` },
    aud: [TOOL],
    scope: `${DEFAULTS} tool-audience`,
  },
  {
    situation: 'an actor and resources, which are passed over',
    form: { actor_token: 'x', actor_token_type: `${TYPE}access_token`, resource: ['http://x', 'y'] },
    aud: [TOOL],
    scope: `${DEFAULTS} tool-audience`,
  },
  {
    situation: 'the secret in the form',
    form: { client_id: 'mcp-server', client_secret: RIGHT },
    basic: undefined,
    aud: [TOOL],
    scope: `${DEFAULTS} tool-audience`,
  },
];

const invalid = (description: string) => refusal(400, 'invalid_request', description);
const OFF = invalid('Standard token exchange is not enabled for the requested client');
const ONLY_ACCESS = invalid("Parameter 'subject_token' supports access tokens only");
const UNSUPPORTED = invalid('requested_token_type unsupported');
const INVALID = invalid('Invalid token');
const DESK = ['help:desk', RIGHT] as const;
const JWT = { subject_token_type: `${TYPE}jwt` };
const TWICE = { scope: ['tool-audience', 'tool-audience'] };

/** Its refusals; those with two faults show the order of the checks. */
const REFUSALS: readonly (Row & { readonly answer: object })[] = [
  { situation: 'an audience whose scope is not asked for', form: { scope: undefined }, answer: unavailable(TOOL) },
  {
    situation: 'two audiences, of which one cannot be had',
    form: { audience: [TOOL, 'mcp-server'] },
    answer: unavailable('mcp-server'),
  },
  { situation: 'itself', form: { audience: 'mcp-server' }, answer: unavailable('mcp-server') },
  { situation: 'the client that logged in', form: { audience: 'llama-stack' }, answer: unavailable('llama-stack') },
  ...['nobody', 'http://localhost:10000', ''].map((audience) => ({
    situation: `the audience "${audience}"`,
    form: { audience },
    answer: refusal(400, 'invalid_client', 'Audience not found'),
  })),
  ...['nope', 'tool-audience nope', ''].map((scope) => ({
    situation: `the scope "${scope}"`,
    form: { scope },
    answer: refusal(400, 'invalid_scope', `Invalid scopes: ${scope}`),
  })),
  { situation: 'a client without the switch', basic: DESK, answer: OFF },
  { situation: 'a public client', basic: undefined, form: { client_id: 'llama-stack' }, answer: OFF },
  {
    situation: 'a wrong secret',
    basic: ['mcp-server', 'x'],
    answer: refusal(401, 'unauthorized_client', 'Invalid client or Invalid client credentials'),
  },
  {
    situation: 'no client',
    basic: undefined,
    answer: refusal(401, 'invalid_client', 'Invalid client or Invalid client credentials'),
  },
  { situation: 'garbage', form: { subject_token: 'garbage' }, answer: INVALID },
  { situation: 'an empty token', form: { subject_token: '' }, answer: INVALID },
  {
    situation: 'no token',
    form: { subject_token: undefined },
    answer: invalid("Parameter 'subject_token' required for standard token exchange"),
  },
  {
    situation: 'no type',
    form: { subject_token_type: undefined },
    answer: invalid("Parameter 'subject_token_type' required for standard token exchange"),
  },
  ...['jwt', 'id_token', 'refresh_token', 'saml2'].flatMap((type) => [
    { situation: `a ${type}`, form: { subject_token_type: `${TYPE}${type}` }, answer: ONLY_ACCESS },
    ...(type === 'id_token'
      ? []
      : [{ situation: `for a ${type}`, form: { requested_token_type: `${TYPE}${type}` }, answer: UNSUPPORTED }]),
  ]),
  ...['subject_issuer', 'requested_subject'].map((name) => ({
    situation: `with ${name}`,
    form: { [name]: 'x' },
    answer: invalid(`Parameter '${name}' is not supported for standard token exchange`),
  })),
  { situation: 'a scope twice', form: TWICE, answer: invalid('duplicated parameter') },
  // Two faults at once.
  { situation: 'twice, without the switch', form: TWICE, basic: DESK, answer: invalid('duplicated parameter') },
  { situation: 'no token, without the switch', form: { subject_token: undefined }, basic: DESK, answer: OFF },
  {
    situation: 'both of the older parameters, and no token',
    form: { subject_issuer: 'x', requested_subject: 'x', subject_token: undefined },
    answer: invalid("Parameter 'requested_subject' is not supported for standard token exchange"),
  },
  {
    situation: 'no token, of a wrong type',
    form: { ...JWT, subject_token: undefined },
    answer: invalid("Parameter 'subject_token' required for standard token exchange"),
  },
  { situation: 'garbage of a wrong type', form: { ...JWT, subject_token: 'x' }, answer: ONLY_ACCESS },
  { situation: 'garbage, for a wrong type', form: { subject_token: 'x', requested_token_type: 'x' }, answer: INVALID },
  { situation: 'for a wrong type and nobody', form: { requested_token_type: 'x', audience: 'x' }, answer: UNSUPPORTED },
  {
    situation: 'an unknown audience beside one that cannot be had',
    form: { audience: ['llama-stack', 'nobody'] },
    answer: refusal(400, 'invalid_client', 'Audience not found'),
  },
  {
    situation: 'a wrong scope, for whom it cannot have',
    form: { scope: 'nope', audience: 'llama-stack' },
    answer: refusal(400, 'invalid_scope', 'Invalid scopes: nope'),
  },
];

function unavailable(audience: string) {
  return invalid(`Requested audience not available: ${audience}`);
}

/** RFC 8693 as Keycloak 26 has it, against the provider that `target` names once the tests run. */
export function describeExchange(name: string, target: () => ConfidentialTarget): void {
  const asker = new ConfidentialAsker(target);
  const exchange = (subject_token: string, { form = {}, ...who }: Omit<Row, 'situation'> = {}) =>
    asker.answerTo({
      basic: MCP,
      ...who,
      form: {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token,
        subject_token_type: `${TYPE}access_token`,
        audience: TOOL,
        scope: 'tool-audience',
        ...form,
      },
    });
  const exchanged = async (subject: string, row: Omit<Row, 'situation'> = {}) => {
    const { status, body } = await exchange(subject, row);
    expect({ status, body }).toMatchObject({ status: 200 });
    return grantSchema.parse(body);
  };
  const isActive = async (token: string) => ((await asker.introspect(token)).body as { active: boolean }).active;

  describe(`${name}, exchanging tokens, as Keycloak 26`, () => {
    let subject = '';
    beforeAll(async () => {
      subject = (await asker.logIn('mcp-audience')).access_token;
    });

    test('the same user for another audience: another azp, another jti, a life of its own', async () => {
      const { access_token, scope, ...rest } = await exchanged(subject);
      const { aud, azp, jti, iat, exp, scope: had, 'allowed-origins': origins, ...same } = decodeJwt(subject);
      const claims = decodeJwt(access_token);
      expect(claims).toEqual({
        ...same,
        aud: TOOL,
        azp: 'mcp-server',
        scope,
        jti: expect.stringMatching(/^ntrtte:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/),
        iat: expect.any(Number),
        exp: Number(claims.iat) + 300,
      });
      expect(claims.iat).toBeGreaterThanOrEqual(Number(iat));
      expect([[aud].flat(), azp, origins]).toEqual([expect.arrayContaining(['mcp-server']), 'llama-stack', ['/*']]);
      expect(rest).toEqual({
        expires_in: 300,
        refresh_expires_in: 0,
        token_type: 'Bearer',
        'not-before-policy': 0,
        session_state: same.sid,
        issued_token_type: `${TYPE}access_token`,
      });
      expect(Object.keys(rest).at(-1)).toBe('issued_token_type');
    });

    test.each(GRANTED)('$situation', async ({ aud, scope, situation, ...row }) => {
      const granted = await exchanged(subject, row);
      const claims = decodeJwt(granted.access_token);
      expect([claims.aud ?? []].flat().toSorted()).toEqual([...aud].toSorted());
      expect([words(granted.scope), words(String(claims.scope))]).toEqual([words(scope), words(scope)]);
    });

    test.each(REFUSALS)('refused: $situation', async ({ answer, situation, ...row }) => {
      expect(await exchange(subject, row)).toEqual(answer);
    });

    test('openid gives an ID token as well; asked for by its type, it comes in place of the access token', async () => {
      const both = await exchanged(subject, { form: { scope: 'openid tool-audience' } });
      expect(decodeJwt(String(both.id_token))).toMatchObject({
        typ: 'ID',
        aud: 'mcp-server',
        at_hash: expect.any(String),
      });
      const headers = bearer(both.access_token);
      const userinfo = await sendTo(target().baseUrl, {
        path: '/realms/confidential/protocol/openid-connect/userinfo',
        headers,
      });
      expect(await userinfo.json()).toMatchObject({ sub: decodeJwt(subject).sub });
      const only = await exchanged(subject, { form: { requested_token_type: `${TYPE}id_token` } });
      expect(only).toMatchObject({ token_type: 'N_A', issued_token_type: `${TYPE}id_token`, expires_in: 300 });
      const { at_hash, ...claims } = decodeJwt(only.access_token);
      expect([claims.typ, claims.aud, claims.azp, at_hash]).toEqual(['ID', 'mcp-server', 'mcp-server', undefined]);
    });

    test('a token that is not for the client is not exchanged, unless the client has got it itself', async () => {
      const none = (await asker.logIn('email')).access_token;
      const refused = refusal(403, 'access_denied', 'Client is not within the token audience');
      expect(await exchange(none)).toEqual(refused);
      expect(await exchange((await asker.logIn('tool-audience')).access_token)).toEqual(refused);
      expect(await exchange(none, { form: { scope: 'nope' } })).toEqual(refused);
      expect(await exchange(none, { form: { audience: 'nobody' } })).toEqual(
        refusal(400, 'invalid_client', 'Audience not found'),
      );
      const again = await exchanged((await exchanged(subject)).access_token);
      expect(decodeJwt(again.access_token)).toMatchObject({
        azp: 'mcp-server',
        aud: TOOL,
        sub: decodeJwt(subject).sub,
      });
    });

    test('what a client got for itself is exchanged without a session, and an off-line one is told apart', async () => {
      const form = { grant_type: 'client_credentials', scope: 'mcp-audience' };
      const own = grantSchema.parse((await asker.answerTo({ basic: MCP, form })).body);
      const { access_token, session_state } = await exchanged(own.access_token);
      expect(session_state).toBeUndefined();
      const { sub, sid, jti, client_id, preferred_username } = decodeJwt(access_token);
      expect([sub, sid, client_id]).toEqual([decodeJwt(own.access_token).sub, undefined, undefined]);
      expect([jti, preferred_username]).toEqual([expect.stringMatching(/^trrtte:/), 'service-account-mcp-server']);
      const offline = await exchanged((await asker.logIn('offline_access mcp-audience')).access_token);
      expect(decodeJwt(offline.access_token).jti).toMatch(/^ftrtte:/);
    });

    test('it is refused with any token that is not good any more, always in the same words', async () => {
      const login = await asker.logIn('openid mcp-audience');
      const elsewhere = new ConfidentialAsker(() => ({ ...target(), baseUrl: otherName(target().baseUrl) }));
      const foreign = (await elsewhere.logIn('mcp-audience')).access_token;
      for (const bad of [tampered(login.access_token), login.refresh_token, String(login.id_token), foreign])
        expect(await exchange(bad)).toEqual(INVALID);
      await exchanged(login.access_token);
      await asker.answerTo({ path: '/revoke', form: { client_id: 'llama-stack', token: login.access_token } });
      expect(await exchange(login.access_token)).toEqual(INVALID);
      const renewed = grantSchema.parse((await asker.refresh(login.refresh_token)).body);
      await asker.answerTo({ path: '/logout', form: { client_id: 'llama-stack', refresh_token: login.refresh_token } });
      expect(await exchange(renewed.access_token)).toEqual(INVALID);
    });

    test('an exchanged token outlives the revocation of its subject, and ends with the session or by its own', async () => {
      const login = await asker.logIn('mcp-audience');
      const row = { form: { scope: 'tool-audience mcp-audience', audience: [TOOL, 'mcp-server'] } };
      const [one, other] = [await exchanged(login.access_token, row), await exchanged(login.access_token, row)];
      await asker.answerTo({ path: '/revoke', form: { client_id: 'llama-stack', token: login.access_token } });
      expect([await isActive(login.access_token), await isActive(one.access_token)]).toEqual([false, true]);
      await asker.answerTo({ path: '/revoke', basic: MCP, form: { token: one.access_token } });
      expect([await isActive(one.access_token), await isActive(other.access_token)]).toEqual([false, true]);
      await asker.answerTo({ path: '/logout', form: { client_id: 'llama-stack', refresh_token: login.refresh_token } });
      expect(await isActive(other.access_token)).toBe(false);
    });
  });
}

function otherName(baseUrl: string): string {
  return baseUrl.includes('localhost')
    ? baseUrl.replace('localhost', '127.0.0.1')
    : baseUrl.replace('127.0.0.1', 'localhost');
}
