import type { Hop } from '../../src/evidence/hop.ts';
import { printer } from '../../src/evidence/print.ts';
import { Secret } from '../../src/evidence/secret.ts';
import type { ShownToken } from '../../src/evidence/shown-token.ts';
import type { Happening, SessionEvent } from '../../src/lesson/events.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../../src/lesson/state.ts';
import { type GuidedState, initialGuidedState } from '../../src/view/guided-state.ts';
import type { StepText, View } from '../../src/view/view.ts';
import { COURSE_WORDS } from '../../steps/course-words.ts';
import { propagation } from '../../steps/propagation/index.ts';
import { USER_TOKEN } from '../../steps/propagation/user-token.ts';
import { courseLab } from '../course-lab.ts';

/** A time at which everything in the fixture happens: 2026-01-02 03:04:05 UTC, in milliseconds. */
export const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
export const ISSUER = 'http://localhost:8080/realms/demo';
export const SUBJECT = '3ec4f462-1c79-4f6e-9d51-0a5b8a6f0c11';

/** The lab that the commands by hand are made from. */
const lab = courseLab();

/** The chapter that most tests of what is shown are told with, as a course of its own. */
const CHAPTERS = [propagation];

export const LESSON_TEXT: readonly StepText[] = CHAPTERS.flatMap((chapter) =>
  chapter.steps.map((step) => ({ ...step, chapter, commands: step.byHand(lab, 'posix') })),
);

/** The same as events. */
export function happened(happenings: readonly Happening[]): readonly SessionEvent[] {
  return happenings.map((happening) => ({ ...happening, at: AT }) as SessionEvent);
}

/** The state that these happenings lead to. */
export function fold(happenings: readonly Happening[], from: SessionState = INITIAL_STATE): SessionState {
  return happened(happenings).reduce(reduce, from);
}

export const STARTED: Happening = {
  type: 'session-started',
  schema: 'tutorial-tui/events@2',
  version: '0.1.0',
  node: '20.20.2',
  chapters: CHAPTERS.map(({ id, title, way, steps }) => ({
    id,
    title,
    way: [...way],
    steps: steps.map((step) => ({ id: step.id, title: step.title })),
  })),
  parts: ['identity', 'tool', 'mcp', 'stack'],
};

export function partReady(part: string, pid = 4711): Happening {
  return {
    type: 'part',
    state: { part, status: 'ready', url: lab.url(part), version: `${part} 1.2.3`, place: `pid ${pid}` },
  };
}

export function done(step: string, saw = 'as it should be'): Happening[] {
  return [
    { type: 'step-started', step, purpose: 'prove' },
    { type: 'verifying', step },
    { type: 'check', step, check: { id: 'one', title: 'The first look', passed: true, saw } },
    { type: 'check', step, check: { id: 'two', title: 'The second look', passed: true, saw: 'two' } },
    { type: 'step-ended', step, status: 'done', proved: `${saw} · two`, tookMs: 24 },
  ];
}

export const SHOWN_TOKEN: ShownToken = {
  header: { alg: 'RS256', typ: 'JWT', kid: 'PsAaVii-kid' },
  claims: {
    iss: ISSUER,
    aud: 'my-external-tool',
    azp: 'llama-stack',
    sub: SUBJECT,
    scope: 'profile tool-audience email',
    exp: AT / 1000 + 252,
    iat: AT / 1000 - 48,
    typ: 'Bearer',
    preferred_username: 'alan',
  },
};

/** The prints of this run. */
export const printOf = printer(new Secret('the salt of the fixtures'));

export const TOKEN: Happening = { type: 'token', name: USER_TOKEN, print: printOf('eyJ...'), token: SHOWN_TOKEN };

const LEGS: readonly (readonly [string, string, string, string])[] = [
  ['you', 'stack', 'X-LlamaStack-Provider-Data api_key', 'POST /v1/tool-runtime/invoke'],
  ['stack', 'mcp', '_meta.api_key', 'tools/call fetch(url)'],
  ['mcp', 'tool', 'Authorization: Bearer', 'GET /'],
];

export interface CallFixture {
  readonly trace: string;
  readonly credential: string;
  /** What the credential says, where it is a token. */
  readonly token?: ShownToken;
  readonly ok: boolean;
  readonly text: string;
  readonly content: string;
  readonly log: readonly string[];
}

export const REFUSED: CallFixture = {
  trace: 'a'.repeat(32),
  credential: 'some-api-key',
  ok: false,
  text: 'malformed jwt: it must have three parts',
  content: "Error executing tool fetch: Client error '401 Unauthorized' for url 'http://localhost:10000'",
  log: [`Validating token some-api-key against issuer ${ISSUER}`, 'Token validation failed oidc: malformed jwt'],
};

export const ANSWERED: CallFixture = {
  trace: 'b'.repeat(32),
  credential: 'eyJ...',
  token: SHOWN_TOKEN,
  ok: true,
  text: 'Hello, world!',
  content: 'Hello, world!',
  log: [
    `Validating token eyJ... against issuer ${ISSUER}`,
    `Received access token with Subject ${SUBJECT} and Roles []`,
  ],
};

/** The hops of a call; `reached` of them, and answered or not. */
export function callHops(call: CallFixture, { reached = 3, answered = true } = {}): Happening[] {
  return LEGS.slice(0, reached).map(([from, to, carrier, request]): Happening => {
    const hop: Hop = {
      id: `${call.trace}-${to}`,
      traceId: call.trace,
      from,
      to,
      at: AT,
      request,
      carrier,
      seenBy: 'receiver',
      credential: { text: call.credential, print: printOf(call.credential), ...(call.token && { token: call.token }) },
      exchange: exchangeOf(to, call),
      ...(answered && {
        answer: {
          status: statusOf(to, call),
          ok: to === 'tool' ? call.ok : true,
          text: to === 'tool' ? call.text : '',
          tookMs: 4,
        },
      }),
    };
    return { type: 'hop', hop };
  });
}

function statusOf(to: string, { ok }: CallFixture): string {
  if (to === 'tool') return ok ? '200' : '401';
  if (to === 'mcp') return `isError: ${!ok}`;
  return `200 error_code ${ok ? 0 : 1}`;
}

function exchangeOf(to: string, { content, ok }: CallFixture): Hop['exchange'] {
  const result = {
    content: JSON.stringify({ type: 'text', text: content, annotations: null }),
    error_code: ok ? 0 : 1,
  };
  return {
    request: { method: 'POST', url: `http://localhost/${to}`, headers: { 'content-type': 'application/json' } },
    response: { status: 200, headers: { 'x-answer': 'yes' }, ...(to === 'stack' && { body: JSON.stringify(result) }) },
  };
}

export function callLog({ log, trace }: CallFixture): Happening[] {
  return log.map((text) => ({ type: 'log', line: { part: 'tool', at: AT, text, traceId: trace } }));
}

/** A step that is done by this call. */
export function proved(step: string, { trace }: CallFixture, saw: string): Happening[] {
  const [started, ...rest] = done(step, saw);
  return [...(started ? [started] : []), { type: 'call', step, traceId: trace }, ...rest];
}

export const PARTS_READY: readonly Happening[] = (['identity', 'tool', 'mcp', 'stack'] as const).map((part) =>
  partReady(part),
);

/** Everything up to the call, which has not been made. */
export const BEFORE_3A: readonly Happening[] = [
  STARTED,
  ...PARTS_READY,
  TOKEN,
  ...(['0', '1a', '1b', '1c', '2a', '2b'] as const).flatMap((id) => done(id)),
];
export const AFTER_3A: readonly Happening[] = [
  ...BEFORE_3A,
  ...callHops(REFUSED),
  ...callLog(REFUSED),
  ...proved('3a', REFUSED, 'tool: 401'),
];
export const AFTER_3B: readonly Happening[] = [
  ...AFTER_3A,
  ...callHops(ANSWERED),
  ...callLog(ANSWERED),
  ...proved('3b', ANSWERED, 'tool: 200'),
];
export const AFTER_ALL: readonly Happening[] = [
  ...AFTER_3B,
  ...LESSON_TEXT.slice(LESSON_TEXT.findIndex(({ id }) => id === '3b') + 1).flatMap(({ id }) => done(id)),
];

/** What the learner says will happen in a step. */
export function predicted(step: string, choice: number, again = false): Happening {
  const prediction = LESSON_TEXT.find(({ id }) => id === step)?.prediction;
  const right = prediction?.answer === choice;
  const text = prediction?.choices[choice] ?? '';
  return { type: 'prediction', step, choice, text, right, ...(again && { again }) };
}

/** A view of the lesson; everything can be said otherwise. */
export function viewOf(
  happenings: readonly Happening[],
  guided: Partial<GuidedState> = {},
  size: Partial<View['size']> = {},
): View {
  return {
    session: fold(happenings),
    guided: { ...initialGuidedState('alan'), phase: 'lesson', ...guided },
    lesson: LESSON_TEXT,
    size: { columns: 80, rows: 24, ...size },
    background: 'unknown',
    about: {
      version: '0.1.0',
      course: COURSE_WORDS,
      password: 'made',
      passwordMade: true,
      asksFor: ['name', 'password'],
      userName: 'alan',
      keysInWords: false,
      canSuspend: true,
      shell: 'posix',
      log: '/state/runs/1/events.ndjson',
    },
  };
}
