import type { Chapter } from '../src/lesson/chapter.ts';
import type { Happening } from '../src/lesson/events.ts';
import type { Exhibit } from '../src/lesson/exhibit.ts';

/** A house whose doors are opened by a butler: of what the tutorial teaches it has no word. */

const WAY = ['you', 'porter', 'butler'];

const ring = {
  request: { method: 'PUT', url: 'http://localhost:7777/bell', headers: { chime: 'two tones' }, body: '"ding"' },
  response: { status: 204, headers: { echo: 'long' }, body: '"dong"' },
};

const looked = [
  { id: 'card', passed: true, saw: 'gilt edges' },
  { id: 'manners', passed: false, saw: 'muddy boots' },
];

const key = { header: { alg: 'brass' }, claims: { ward: 'front-door', engraving: 'a rose' } };

/** One of each shape. A shape that is not here is a type error. */
export const OF_EACH_SHAPE: { readonly [K in Exhibit['kind']]: Extract<Exhibit, { kind: K }> } = {
  call: {
    kind: 'call',
    title: 'The visit',
    judge: 'the butler',
    claims: ['ward'],
    result: 'a cup of tea',
    call: {
      traceId: 'd'.repeat(32),
      way: WAY,
      hops: [
        ['you', 'porter', 'nods'],
        ['porter', 'butler', 'bows deeply'],
      ].map(([from = '', to = '', status = '']) => ({
        id: to,
        from,
        to,
        at: 0,
        seenBy: 'receiver',
        request: 'knock twice',
        carrier: 'a tray',
        credential: { text: 'a visiting card', print: '', token: { header: {}, claims: { ward: 'porch' } } },
        answer: { status, ok: true, text: 'do come in', tookMs: 1, ...(to === 'butler' && { checks: looked }) },
        exchange: { request: { method: 'GET', url: 'http://localhost:7777/door', headers: {} } },
      })),
      log: [{ part: 'butler', at: 0, text: 'dusted the hall' }],
      // The porter passed no trace on.
      byPrint: ['butler'],
    },
  },
  token: {
    kind: 'token',
    title: 'The brass key',
    token: key,
    claims: [
      { name: 'ward', means: 'which lock it turns in', decides: true },
      { name: 'engraving', means: 'what is on its bow', decides: false },
    ],
    judge: 'the butler',
    answer: undefined,
    otherwise: {
      asks: 'filed down: what would it turn in?',
      supposes: 'Were it filed down:',
      lost: { ward: 'no lock at all' },
      ends: 'The butler would shake his head.',
    },
  },
  columns: {
    kind: 'columns',
    title: 'Two doors',
    heads: [{ text: 'OAKEN' }, { text: 'GLAZED' }],
    rows: [{ label: 'knock', sides: [['a thud'], ['a clink']] }],
    conclusion: { label: 'what one hears', text: 'oak swallows the sound' },
  },
  table: {
    kind: 'table',
    title: 'The knockers',
    heads: ['door', 'knocker', 'you said', 'its sound'],
    rows: [
      { cells: ['oaken', 'a lion', { said: 'a boom', right: true }, 'booms through the house'], ok: true },
      { cells: ['glazed', '–', { said: 'a chime', right: false }, 'rattles and is not heard'], ok: false },
      { cells: ['barred', 'a ring', '', 'is not there yet'], ok: false },
    ],
  },
  findings: {
    kind: 'findings',
    title: 'The hinges',
    findings: [
      { id: 'a', title: 'Upper hinge', state: 'present', saw: 'it turns', byHand: 'Oil it', repairable: true },
      { id: 'b', title: 'Lower hinge', state: 'missing', saw: 'two holes', byHand: 'Screw one on', repairable: true },
    ],
  },
  exchange: { kind: 'exchange', title: 'The bell', exchange: ring, checks: looked },
};

/** A chapter whose one step shows these exhibits; what sums the chapter up is all of them, too. */
export const houseOf = (exhibits: readonly Exhibit[]): Chapter<unknown> => ({
  id: 'house',
  title: 'The house',
  way: WAY,
  glossary: [['ward', 'The part of a lock that a wrong key does not pass.']],
  exhibits: () => exhibits.map((exhibit) => ({ ...exhibit, concludes: true })),
  steps: [
    {
      id: 'door',
      title: 'The front door',
      keyIdea: 'A door opens.',
      explanation: ['Knock.'],
      hints: ['Knock.', 'Louder.', 'Ring.'],
      byHand: () => [],
      run: async () => {},
      checks: [],
      exhibits: () => exhibits,
    },
  ],
});

/** One that shows one of each shape. */
export const HOUSE = houseOf(Object.values(OF_EACH_SHAPE));

/** The door is opened, and the visit is over. */
export const VISITED: readonly Happening[] = [
  {
    type: 'session-started',
    schema: 'tutorial-tui/events@2',
    version: '1',
    node: '20',
    chapters: [{ id: HOUSE.id, title: HOUSE.title, way: WAY, steps: [{ id: 'door', title: 'The front door' }] }],
    parts: ['porter', 'butler'],
  },
  { type: 'step-started', step: 'door', purpose: 'prove' },
  { type: 'step-ended', step: 'door', status: 'done', proved: 'it is open', tookMs: 1 },
  { type: 'session-ended', outcome: 'proved', exitCode: 0, proved: 1, of: 1, tookMs: 1 },
];
