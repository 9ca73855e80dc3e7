import type { TokenSet } from '../../../../services/clients/login.ts';
import type { Inspection } from '../../../../services/identity/provider.ts';
import { TutorialError } from '../../../../src/errors.ts';
import type { Finding } from '../../../../src/evidence/finding.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import type { Happening } from '../../../../src/lesson/events.ts';
import type { Verdict } from '../../../../src/lesson/step.ts';
import type { CourseLab } from '../../../../steps/course-lab.ts';
import { judgeNode } from '../../../../steps/propagation/0-prerequisites.ts';
import { judgeModels } from '../../../../steps/propagation/2a-stack-server.ts';
import type { MadeCall } from '../../../../steps/propagation/made-call.ts';
import {
  ANSWERED,
  type CallFixture,
  callHops,
  callLog,
  ISSUER,
  proved,
  REFUSED,
  SHOWN_TOKEN,
} from '../../../components/fixture.ts';
import { FETCH_TOOL, startMcpFixture } from '../../../contract/fixtures/mcp-fixture.ts';
import { LESSON } from '../../../lesson.ts';
import { closers, endWorlds, group, LLAMA_STACK, type Routes, stub, verdictOf, type World } from './step-world.ts';

afterEach(endWorlds);

const TOKEN: TokenSet = {
  accessToken: new Secret('a-token'),
  refreshToken: undefined,
  expiresAt: Number.POSITIVE_INFINITY,
  scope: 'tool-audience',
  header: { alg: 'RS256' },
  claims: { aud: 'my-external-tool', iss: ISSUER, azp: 'llama-stack' },
};

/** What was found of an identity provider, as far as the checks look at it. */
function found(inspection: Partial<Inspection>, admin = false): World {
  const whole: Inspection = { findings: [], issuer: ISSUER, login: { token: TOKEN }, ...inspection };
  const identity = { admin: admin ? {} : undefined } as CourseLab['identity'];
  return { lab: { identity, inspection: whole, inspectIdentity: async () => whole } };
}
const login = (claims: TokenSet['claims']) =>
  found({ login: { token: { ...TOKEN, claims: { ...TOKEN.claims, ...claims } } } });
const FINDING: Finding = {
  id: 'realm',
  title: 'Realm demo',
  state: 'present',
  saw: 'it is there',
  byHand: 'Click.',
  repairable: true,
};
const OF_ANOTHER: Finding = { ...FINDING, id: 'of a later chapter', state: 'missing' };

const CHALLENGE = { 'www-authenticate': 'Bearer realm="my-external-tool"' };
const HEALTHY: Routes = { '/v1/health': { body: { status: 'OK' } }, '/v1/version': { body: { version: '0.2.3' } } };
const tools = (...names: string[]): Routes => ({
  ...LLAMA_STACK,
  '/v1/tools?toolgroup_id=remote%3A%3Aweb-fetch': {
    body: { data: names.map((identifier) => ({ identifier, toolgroup_id: 'remote::web-fetch', parameters: [] })) },
  },
});

const TEXT_401 =
  "Error executing tool fetch: Client error '401 Unauthorized' for url 'http://localhost:10000'\n" +
  'For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401';
const REFUSAL: CallFixture = {
  ...REFUSED,
  content: TEXT_401,
  log: [
    `Validating token some-api-key against issuer ${ISSUER}`,
    'Token validation failed oidc: malformed jwt: go-jose/go-jose: compact JWS format must have three parts',
  ],
};
/** A call as its parts saw it, and as it came back to the step that made it. */
const call = (fixture: CallFixture, hops: Parameters<typeof callHops>[1] = {}) => [
  ...callHops(fixture, hops),
  ...callLog(fixture),
];
const made = (fixture: CallFixture, more: Partial<MadeCall['result']> = {}): MadeCall => ({
  traceId: fixture.trace,
  result: {
    content: JSON.stringify({ type: 'text', text: fixture.content, annotations: null }),
    error_code: fixture.ok ? 0 : 1,
    ...more,
  },
});
const madeRefusal: World = { happened: call(REFUSAL), made: made(REFUSAL) };
const madeAnswer: World = { happened: call(ANSWERED), made: made(ANSWERED) };
/** A call of the learner's own. */
const CALL = { tool: 'greet', arguments: {}, expect: 'Hello, world!' };
/** One that no tap saw reach the tool, by an MCP server of the learner's. */
const unseen = (fixture: CallFixture): World => ({
  happened: callHops(fixture, { reached: 2 }),
  made: made(fixture),
  lab: { running: () => ({ kind: 'own', reports: false }) },
});
/** Two calls at once with one credential, which the stack server passed on without their traces. */
const atOnce = (fixture: CallFixture): World => ({
  happened: [fixture, { ...fixture, trace: 'd'.repeat(32) }].flatMap((each) =>
    callHops(each).map((happening) => {
      if (happening.type !== 'hop' || happening.hop.to === 'stack') return happening;
      const { traceId: _, ...hop } = happening.hop;
      return { ...happening, hop };
    }),
  ),
  made: made(fixture),
});
/** One that an MCP server of the learner's did not let in. */
const notLetIn: World = {
  happened: callHops(REFUSAL, { reached: 2 }).map((each) =>
    each.type === 'hop' && each.hop.to === 'mcp'
      ? { ...each, hop: { ...each.hop, answer: { status: '401', ok: false, text: 'no such token', tookMs: 1 } } }
      : each,
  ),
  made: made(REFUSAL),
};
/** Another call, which the tool never saw: its server was dead. */
const CUT: CallFixture = { ...ANSWERED, trace: 'c'.repeat(32), content: 'connection refused', ok: false };
const bothProved = (refused: CallFixture, answered: CallFixture) => [
  ...call(refused),
  ...proved('3a', refused, '401'),
  ...call(answered),
  ...proved('3b', answered, '200'),
];
const withPath = (happenings: readonly Happening[]) =>
  happenings.map((each) =>
    each.type === 'hop' && each.hop.to === 'tool' ? { ...each, hop: { ...each.hop, request: 'GET /other' } } : each,
  );

/** The same call, at the end of which another token than the caller's was shown. */
const withTokenOfAnother = (happenings: readonly Happening[]) =>
  happenings.map((each) => {
    if (each.type !== 'hop' || each.hop.to !== 'tool') return each;
    const token = { ...SHOWN_TOKEN, claims: { ...SHOWN_TOKEN.claims, sub: 'somebody-else' } };
    return { ...each, hop: { ...each.hop, credential: { ...each.hop.credential, token } } };
  });

/** Which check, in which world; whether it passes there. */
const ROWS: readonly [step: string, check: string, world: string, passes: boolean, look: World | Verdict][] = [
  ['0', 'node', 'the oldest that will do', true, judgeNode('20.20.0')],
  ['0', 'node', 'this one', true, {}],
  ['0', 'node', 'one that is too old', false, judgeNode('20.19.9')],
  ['0', 'node', 'one that is older by digits', false, judgeNode('9.0.0')],
  [
    '0',
    'identity-choice',
    'one can be had',
    true,
    { lab: { look: async () => ({ passed: true, saw: 'embedded', kind: 'bundled' }) } },
  ],
  [
    '0',
    'identity-choice',
    'none can be had',
    false,
    { lab: { look: async () => ({ passed: false, saw: 'none', kind: 'bundled' }) } },
  ],

  ['1a', 'findings', 'all present', true, found({ findings: [FINDING] })],
  ['1a', 'findings', 'one that cannot be seen', true, found({ findings: [{ ...FINDING, state: 'unknown' }] })],
  ['1a', 'findings', 'one missing', false, found({ findings: [FINDING, { ...FINDING, state: 'missing' }] })],
  ['1a', 'findings', 'one different', false, found({ findings: [{ ...FINDING, state: 'different' }, FINDING] })],
  ['1a', 'findings', 'a later chapter’s missing', true, found({ findings: [FINDING, OF_ANOTHER] })],
  ['1a', 'findings', 'the same, and one may set it up', false, found({ findings: [FINDING, OF_ANOTHER] }, true)],
  ['1a', 'discovery', 'names the issuer', true, found({})],
  ['1a', 'discovery', 'names another', false, found({ issuer: `${ISSUER}/` })],
  ['1a', 'discovery', 'is not there', false, found({ issuer: undefined })],
  ['1a', 'token', 'is right', true, login({})],
  ['1a', 'token', 'has several audiences', true, login({ aud: ['account', 'my-external-tool'] })],
  ['1a', 'token', 'is for somebody else', false, login({ aud: ['account'] })],
  ['1a', 'token', 'is for nobody', false, login({ aud: undefined })],
  ['1a', 'token', 'was asked for by another client', true, login({ azp: 'admin-cli' })],
  ['1a', 'token', 'was made by another issuer', false, login({ iss: 'http://localhost:8080/realms/other' })],
  ['1a', 'token', 'was not given', false, found({ login: { refused: new TutorialError('login-refused', 'No.') } })],
  ['1a', 'token', 'was not tried', false, found({ login: { untried: 'no password' } })],

  ['1b', 'refuses', 'a 401 with its challenge', true, { tool: { status: 401, headers: CHALLENGE } }],
  ['1b', 'refuses', 'a 401 without', false, { tool: { status: 401 } }],
  ['1b', 'refuses', 'a greeting', false, { tool: { status: 200, headers: CHALLENGE } }],
  ['1b', 'refuses', 'a tool without its provider', false, { tool: { status: 503 } }],
  ['1b', 'refuses', 'nobody', false, {}],

  ['1c', 'offers-fetch', 'fetch(url)', true, { mcpTools: {} }],
  ['1c', 'offers-fetch', 'no tool', false, { mcpTools: { tools: [] } }],
  ['1c', 'offers-fetch', 'another tool', false, { mcpTools: { tools: [{ ...FETCH_TOOL, name: 'get' }] } }],
  [
    '1c',
    'offers-fetch',
    'a fetch that takes something else',
    false,
    { mcpTools: { tools: [{ ...FETCH_TOOL, inputSchema: { type: 'object', properties: { path: {} } } }] } },
  ],
  [
    '1c',
    'offers-fetch',
    'a fetch that takes nothing',
    false,
    { mcpTools: { tools: [{ ...FETCH_TOOL, inputSchema: { type: 'object' } }] } },
  ],
  ['1c', 'offers-fetch', 'nobody', false, {}],
  ['1c', 'offers-called', 'it', true, { call: CALL, mcpTools: { tools: [{ ...FETCH_TOOL, name: 'greet' }] } }],
  ['1c', 'offers-called', 'fetch alone', false, { call: CALL, mcpTools: {} }],

  ['2a', 'healthy', 'healthy', true, { stack: HEALTHY }],
  ['2a', 'healthy', 'not well', false, { stack: { ...HEALTHY, '/v1/health': { body: { status: 'Error' } } } }],
  ['2a', 'healthy', 'nobody', false, {}],
  ['2a', 'models', 'no ollama, no models', true, judgeModels([], undefined)],
  ['2a', 'models', 'models out of nowhere', false, judgeModels(['llama'], undefined)],
  ['2a', 'models', 'all of the ollama', true, judgeModels(['a', 'b', 'c'], ['a', 'b'])],
  ['2a', 'models', 'not all of the ollama', false, judgeModels(['a'], ['a', 'b'])],
  ['2a', 'models', 'nobody', false, {}],

  ['2b', 'registered', 'nothing', false, { stack: { ...LLAMA_STACK, '/v1/toolgroups': { body: { data: [] } } } }],
  [
    '2b',
    'registered',
    'another MCP server',
    false,
    { mcpTools: {}, stack: group({ mcp_endpoint: { uri: 'http://localhost:1/sse' } }) },
  ],
  ['2b', 'registered', 'no MCP server', false, { mcpTools: {}, stack: group({ mcp_endpoint: null }) }],
  ['2b', 'registered', 'nobody', false, {}],
  ['2b', 'tool', 'fetch', true, { stack: tools('fetch') }],
  ['2b', 'tool', 'another tool', false, { stack: tools('get') }],
  ['2b', 'tool', 'no tool', false, { stack: tools() }],

  ['3a', 'decision', 'refused', true, madeRefusal],
  ['3a', 'decision', 'answered', false, { ...madeAnswer, made: made(ANSWERED) }],
  ['3a', 'result', 'as the tutorial shows it', true, madeRefusal],
  [
    '3a',
    'result',
    'another text',
    false,
    { ...madeRefusal, made: made({ ...REFUSAL, content: 'Something else went wrong' }) },
  ],
  ['3a', 'result', 'no error', false, { ...madeRefusal, made: made(REFUSAL, { error_code: 0 }) }],
  ['3a', 'log', 'the two lines', true, madeRefusal],
  [
    '3a',
    'log',
    'another reason',
    false,
    { happened: call({ ...REFUSAL, log: [REFUSAL.log[0] ?? '', 'token is expired'] }), made: made(REFUSAL) },
  ],
  [
    '3a',
    'log',
    'a line too many',
    false,
    { happened: call({ ...REFUSAL, log: [...REFUSAL.log, 'more'] }), made: made(REFUSAL) },
  ],

  ['3a', 'not-let-in', 'a 401', true, notLetIn],
  ['3a', 'not-let-in', 'it came in', false, { happened: callHops(REFUSAL, { reached: 2 }), made: made(REFUSAL) }],
  ['3a', 'not-at-tool', 'nobody saw it there', true, notLetIn],
  ['3a', 'not-at-tool', 'the tool was asked', false, madeRefusal],
  ['3a', 'decision', 'not seen: a refusal came back', true, unseen(REFUSAL)],
  ['3b', 'log', 'of a tool that nobody saw asked', true, unseen(ANSWERED)],
  ['3a', 'decision', 'not seen: an answer came back', false, unseen(ANSWERED)],
  ['3a', 'decision', 'not seen: a fault came back', false, unseen({ ...REFUSAL, content: 'connection refused' })],
  ['3b', 'decision', 'not seen: an answer came back', true, unseen(ANSWERED)],
  ['3b', 'decision', 'not seen: a refusal came back', false, unseen(REFUSAL)],
  [
    '3b',
    'decision',
    'not seen, and none of those that may be asked elsewhere',
    false,
    { ...unseen(ANSWERED), lab: {} },
  ],
  ['3a', 'own-result', 'a refusal', true, { ...unseen(REFUSAL), call: CALL }],
  ['3a', 'own-result', 'a fault', false, { ...unseen({ ...REFUSAL, content: 'no such account' }), call: CALL }],
  ['3b', 'own-result', 'what was expected', true, { ...unseen(ANSWERED), call: CALL }],
  ['3b', 'own-result', 'something else', false, { ...unseen({ ...ANSWERED, content: 'Hello, moon!' }), call: CALL }],
  ['3b', 'decision', 'answered, as another one was at once', false, atOnce(ANSWERED)],
  [
    '3b',
    'decision',
    'answered, as another one was at once, by servers of the learner’s',
    false,
    { ...unseen(ANSWERED), ...atOnce(ANSWERED) },
  ],
  ['3b', 'decision', 'answered', true, madeAnswer],
  ['3b', 'decision', 'refused', false, madeRefusal],
  [
    '3b',
    'decision',
    'a tool that died, after a call from before that it answered',
    false,
    { happened: [...call(ANSWERED), ...callHops(CUT, { reached: 2 })], made: made(CUT) },
  ],
  [
    '3b',
    'decision',
    'its own answered, though a newer one was refused',
    true,
    { happened: [...call(ANSWERED), ...call(REFUSAL)], made: made(ANSWERED) },
  ],
  [
    '3b',
    'decision',
    'its own refused, though a newer one was answered',
    false,
    { happened: [...call(REFUSAL), ...call(ANSWERED)], made: made(REFUSAL) },
  ],
  ['3b', 'result', 'as the tutorial shows it', true, madeAnswer],
  ['3b', 'result', 'another text', false, { ...madeAnswer, made: made({ ...ANSWERED, content: 'Hello, moon!' }) }],
  ['3b', 'result', 'an error', false, { ...madeAnswer, made: made(ANSWERED, { error_code: 1 }) }],
  ['3b', 'log', 'the two lines', true, madeAnswer],
  [
    '3b',
    'log',
    'another user',
    false,
    {
      happened: call({
        ...ANSWERED,
        token: { ...SHOWN_TOKEN, claims: { ...SHOWN_TOKEN.claims, sub: 'somebody-else' } },
      }),
      made: made(ANSWERED),
    },
  ],
  [
    '3b',
    'log',
    'a line about another token than the one that reached the tool',
    false,
    { happened: withTokenOfAnother(call(ANSWERED)), made: made(ANSWERED) },
  ],

  ['4', 'same-way', 'the same way', true, { happened: bothProved(REFUSED, ANSWERED) }],
  [
    '4',
    'same-way',
    'different ways',
    false,
    {
      happened: [
        ...call(REFUSED),
        ...proved('3a', REFUSED, ''),
        ...withPath(call(ANSWERED)),
        ...proved('3b', ANSWERED, ''),
      ],
    },
  ],
  [
    '4',
    'same-way',
    'a call that was made, and proved nothing',
    false,
    { happened: [...call(REFUSED), ...call(ANSWERED), ...proved('3b', ANSWERED, '')] },
  ],
  ['4', 'one-difference', 'two credentials', true, { happened: bothProved(REFUSED, ANSWERED) }],
  [
    '4',
    'one-difference',
    'one credential',
    false,
    { happened: bothProved(REFUSED, { ...ANSWERED, credential: REFUSED.credential }) },
  ],
  ['4', 'one-difference', 'only one call', false, { happened: [...call(REFUSED), ...proved('3a', REFUSED, '')] }],
];

test.each(ROWS)('%s %s: %s', async (step, check, _, passes, look) => {
  const verdict = 'saw' in look ? look : await verdictOf(step, check, look);
  expect(verdict).toMatchObject({ passed: passes, saw: expect.stringMatching(/./) });
});

test('3b decision: of calls at once that nothing tells apart, what is not seen is named, and what to do', async () => {
  const verdict = await verdictOf('3b', 'decision', atOnce(ANSWERED));
  expect(verdict.saw).toMatch(/^mcp, tool: not seen: .*nothing tells whose hop is whose$/);
  expect(verdict.next).toMatch(/one call at a time/);
});

test('2b registered: the MCP server of the lab', async () => {
  const mcp = await startMcpFixture();
  closers.push(mcp.close);
  const stack = group({ mcp_endpoint: { uri: mcp.sse } });
  const url = await stub((path) => stack[path]);
  const lab: Partial<CourseLab> = {
    url: (part) => (part === 'mcp' ? mcp.sse.replace(/\/sse$/, '') : url),
  };
  expect(await verdictOf('2b', 'registered', { lab })).toMatchObject({ passed: true });
});

test('of a step that is told of here, every check has a world in which it passes, and one in which it fails', () => {
  const rows = (passes: boolean) =>
    new Set(ROWS.filter((row) => row[3] === passes).map(([step, check]) => `${step} ${check}`));
  const told = LESSON.filter(({ id }) => ROWS.some(([step]) => step === id));
  const all = told.flatMap(({ id, checks }) => checks.map((check) => `${id} ${check.id}`));
  expect([...rows(false)].sort()).toEqual([...all].sort());
  expect([...rows(true), '2b registered'].sort()).toEqual([...all].sort());
});

describe('a call that was made by hand', () => {
  const parts: World = { tool: { status: 401, headers: CHALLENGE }, mcpTools: {}, stack: HEALTHY };

  test('proves the step as the program’s own does, while the parts on its way still answer', async () => {
    const { tool, ...others } = parts;
    const happened = call({ ...REFUSAL, content: TEXT_401 });
    const [decision, dead] = await Promise.all([
      verdictOf('3a', 'decision', { ...parts, happened }),
      verdictOf('3a', 'decision', { ...others, happened, lab: { url: () => 'http://localhost:1' } }),
    ]);
    expect(tool).toBeDefined();
    expect(decision).toEqual({ passed: true, saw: 'tool: 401' });
    expect(dead).toMatchObject({ passed: false });
  });

  test('proves nothing where it was made before the step began', async () => {
    const verdict = await verdictOf('3a', 'decision', { ...parts, happened: call(REFUSAL), since: Date.UTC(2100) });
    expect(verdict).toMatchObject({ passed: false, saw: expect.stringContaining('no call since this step began') });
    expect(verdict.next).toContain('Make the call by hand');
  });

  test('is none to judge while another chapter has the tool group with another provider', async () => {
    const elsewhere = group({ provider_id: 'model-context-protocol' });
    const happened = call({ ...REFUSAL, content: TEXT_401 });
    const verdict = await verdictOf('3a', 'decision', { ...parts, stack: { ...HEALTHY, ...elsewhere }, happened });
    expect(verdict).toMatchObject({ passed: false, next: 'Run step 2b, then this one.' });
  });

  test('is the newest one, whatever became of it', async () => {
    const happened = [...call(ANSWERED), ...callHops(CUT, { reached: 2 })];
    const verdict = await verdictOf('3b', 'decision', { ...parts, happened });
    expect(verdict).toMatchObject({ passed: false, saw: expect.stringContaining('did not reach the tool') });
  });
});
