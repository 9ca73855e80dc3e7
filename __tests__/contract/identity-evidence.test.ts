import { hopSchema } from '../../src/evidence/hop.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import { IdentityAsker, type Tokens, tokensSchema } from './identity-asker.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';
import { PROTOCOL, passwordGrant, refreshGrant } from './identity-rows.ts';

let embedded: Embedded;
beforeEach(async () => {
  embedded = await startEmbedded();
});
afterEach(() => embedded.part.close());

const asker = new IdentityAsker(() => ({ baseUrl: embedded.part.url, username: USERNAME, password: PASSWORD }));
const said = () => embedded.lines.map(({ text }) => text);

test('the log tells in plain words what was issued, refreshed, refused and ended', async () => {
  const { refresh_token } = await asker.logIn({ scope: 'tool-audience' });
  await asker.logIn();
  await asker.answerTo(refreshGrant(refresh_token));
  await asker.answerTo(passwordGrant({ password: 'wrong' })(asker.target));
  await asker.answerTo(passwordGrant({ client_id: 'someone\nelse' })(asker.target));
  await asker.answerTo({
    path: `${PROTOCOL}/token`,
    fields: { grant_type: 'password', client_id: 'my-external-tool' },
  });
  await asker.answerTo({ path: `${PROTOCOL}/logout`, fields: { client_id: 'llama-stack', refresh_token } });
  expect(said()).toEqual([
    `Realm demo is served at ${embedded.part.url}/realms/demo`,
    'Issued an access token for alan to llama-stack, aud my-external-tool',
    'Issued an access token for alan to llama-stack, no aud',
    'Refreshed the access token of alan for llama-stack, aud my-external-tool',
    'Refused a token: Invalid user credentials',
    'Refused a token: Invalid client or Invalid client credentials',
    'Asked what client my-external-tool may do, for no user: Client not allowed for direct access grants',
    'Ended the session of alan',
  ]);
});

test('a token request is a hop from you, told when it comes and when it is answered', async () => {
  await asker.logIn({ scope: 'tool-audience' });
  const [coming, answered] = embedded.hops.map((hop) => hopSchema.parse(hop));
  expect(coming).toMatchObject({
    from: 'you',
    to: 'identity',
    request: `POST ${PROTOCOL}/token`,
    carrier: 'form field password, with username',
    credential: { text: '***' },
  });
  expect(coming?.answer).toBeUndefined();
  expect(answered).toMatchObject({
    id: coming?.id,
    traceId: coming?.traceId,
    answer: {
      status: '200',
      ok: true,
      text: 'Issued an access token for alan to llama-stack, aud my-external-tool',
      tookMs: expect.any(Number),
    },
    exchange: {
      request: {
        method: 'POST',
        url: `${embedded.part.url}${PROTOCOL}/token`,
        body: 'grant_type=password&client_id=llama-stack&username=alan&password=***&scope=tool-audience',
      },
      response: { status: 200, body: expect.stringContaining('"access_token":"eyJ..."') },
    },
  });
});

test('a refused one says why', async () => {
  await asker.answerTo(passwordGrant({ password: 'wrong' })(asker.target));
  expect(embedded.hops[1]?.answer).toMatchObject({ status: '400', ok: false, text: 'Invalid user credentials' });
});

test('who reads metadata and keys tells of it; the log says it, with the trace of the call that it was read for', async () => {
  const trace = newTraceId();
  for (const path of ['/realms/demo/.well-known/openid-configuration', `${PROTOCOL}/certs`]) {
    await asker.send({ path });
    await asker.send({ path, headers: { traceparent: traceparent(trace) } });
  }
  expect(embedded.hops).toEqual([]);
  expect(embedded.lines.filter(({ traceId }) => traceId === trace).map(({ text }) => text)).toEqual([
    `Told where the endpoints of ${embedded.part.url}/realms/demo are`,
    'Handed out the public key that verifies the tokens',
  ]);
});

test('what else a traced caller asks is a hop from the tool', async () => {
  const traceId = newTraceId();
  const { access_token } = await asker.logIn({ scope: 'openid' });
  await asker.userinfo({ authorization: `Bearer ${access_token}`, traceparent: traceparent(traceId) });
  expect(embedded.hops.at(-1)).toMatchObject({ from: 'tool', traceId, answer: { ok: true } });
});

test('nothing that is reported holds a password, a refresh token or a signature', async () => {
  const tokens: Tokens[] = [
    await asker.logIn({ scope: 'openid tool-audience', client_secret: 'a-client-secret-of-mine' }),
  ];
  const { body } = await asker.answerTo(refreshGrant(tokens[0]?.refresh_token ?? ''));
  tokens.push(tokensSchema.parse(body));
  // As curl -d sends it: not encoded.
  const raw = `grant_type=password&client_id=llama-stack&username=alan&password=hunter2,}"%20tail`;
  await asker.answerTo({ path: `${PROTOCOL}/token`, body: raw });
  await asker.answerTo({ path: `${PROTOCOL}/token?password=a,in-the-query`, fields: { grant_type: 'password' } });
  await asker.answerTo(passwordGrant({ code: 'code-7', password: 'pw-7' })(asker.target));
  const basic = btoa(`llama-stack:${PASSWORD.slice(0, 4)}`);
  const credentials = {
    authorization: `Basic ${basic}`,
    'proxy-authorization': 'Basic of-a-proxy',
    cookie: 'my-cookie',
  };
  await asker.answerTo(passwordGrant({ client_id: undefined }, credentials)(asker.target));
  for (const { access_token, id_token = '', refresh_token } of tokens) {
    const trace = { traceparent: traceparent(newTraceId()) };
    await asker.userinfo({ authorization: `Bearer ${access_token}`, ...trace });
    await asker.send({ path: `${PROTOCOL}/userinfo`, headers: trace, fields: { access_token } });
    await asker.send({ path: `${PROTOCOL}/logout?id_token_hint=${id_token}`, headers: trace });
    await asker.send({
      path: `${PROTOCOL}/logout`,
      headers: trace,
      fields: { client_id: 'llama-stack', refresh_token },
    });
  }
  const reported = JSON.stringify([embedded.lines, embedded.hops]);
  expect(embedded.hops.length).toBeGreaterThan(16);
  const secrets = [
    ...[PASSWORD, encodeURIComponent(PASSWORD), new URLSearchParams({ p: PASSWORD }).toString().slice(2)],
    ...[
      'hunter2',
      'tail',
      'code-7',
      'pw-7',
      'in-the-query',
      basic,
      'a-client-secret-of-mine',
      'of-a-proxy',
      'my-cookie',
    ],
    ...tokens
      .flatMap((set) => [set.access_token, set.refresh_token, set.id_token ?? ''])
      .flatMap((token) => token.split('.')),
  ].filter((secret) => secret !== '');
  expect(secrets.filter((secret) => reported.includes(secret))).toEqual([]);
});
