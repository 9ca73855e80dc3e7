import { Writable } from 'node:stream';
import { sayExhibits, sayOutcome } from '../../src/guided/linear/say.ts';
import type { Output } from '../../src/io.ts';
import type { Exhibit } from '../../src/lesson/exhibit.ts';
import { INITIAL_STATE, reduce } from '../../src/lesson/state.ts';
import { exhibitSentences } from '../../src/presenters/exhibit-sentences.ts';
import { plainPresenter } from '../../src/presenters/plain.ts';
import { receiptLines } from '../../src/presenters/receipt-lines.ts';
import { exhibitMarkdown } from '../../src/report/formats/exhibit-markdown.ts';
import { markdownReport } from '../../src/report/formats/markdown.ts';
import { reportOfSession } from '../../src/report/of-session.ts';
import type { Pane } from '../../src/view/open-pane.ts';
import type { View } from '../../src/view/view.ts';
import { HOUSE, OF_EACH_SHAPE, VISITED } from '../exhibits-of-doors.ts';
import { PANES } from '../panes.ts';
import { AT, fold, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';

/** What is seen of each shape, wherever it is drawn. */
const SEEN: Readonly<Record<Exhibit['kind'], string>> = {
  call: 'bows deeply',
  token: 'front-door',
  columns: 'oak swallows the sound',
  table: 'rattles and is not heard',
  findings: 'Lower hinge',
  exchange: 'http://localhost:7777/bell',
};

/** Words that only the tutorial's own chapters may bring. */
const FOREIGN =
  /\b(?:tool|stack|mcp|identity|keycloak|llama|realm|scope|audience|issuer|aud|iss|azp|(?:un)?authorized|api_key|bearer|3a|3b)\b/i;

const STATE = fold(VISITED);

function view(pane: Pane, more: Partial<View['guided']> = {}): View {
  const lesson = HOUSE.steps.map((step) => ({ ...step, chapter: HOUSE, commands: [] }));
  return { ...viewOf(VISITED, { step: 'door', pane, ...more }, { columns: 120, rows: 90 }), lesson };
}

/** All that a presenter of events writes. */
function written(): string {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _, next) => {
      text += chunk.toString();
      next();
    },
  });
  const output = Object.assign(stream, { isTTY: false, columns: 120 }) as unknown as Output;
  const presenter = plainPresenter({ stdout: output, stderr: output, env: {} }, [HOUSE], { verbose: true });
  let state = INITIAL_STATE;
  for (const happening of VISITED) {
    const event = { ...happening, at: AT };
    state = reduce(state, event);
    presenter.tell(event, state);
  }
  return text;
}

const KINDS = Object.keys(OF_EACH_SHAPE) as Exhibit['kind'][];

const OUTPUTS: Readonly<Record<string, () => string>> = {
  'the screen': () => PANES.map((pane) => frameOf(view(pane)).text).join('\n'),
  'the walkthrough in lines': () =>
    [...sayOutcome(view('step'), AT), ...sayExhibits(Object.values(OF_EACH_SHAPE), AT)].join('\n'),
  'plain lines': written,
  'the receipt': () => markdownReport(reportOfSession(STATE, [HOUSE])),
  'the receipt on the screen': () => receiptLines(STATE, [HOUSE], '/receipt.md', 120).join('\n'),
};

describe.each(Object.entries(OUTPUTS))('of a lesson about doors, %s', (_, output) => {
  test('says without any colour whether what was predicted was right', () => {
    const text = output();
    expect(text).toMatch(/✓ a boom|a boom, which was right/);
    expect(text).toMatch(/✗ a chime|a chime, which was wrong/);
  });

  test.each(KINDS)('draws a %s', (kind) => {
    expect(output()).toContain(SEEN[kind]);
  });

  test('says of the hop of a call that no trace joined it, and of no other', () => {
    const text = output();
    expect(text).toMatch(/put together\s+by its print/);
    expect(text).not.toMatch(/you → porter: put/);
  });

  test('has the words that the lesson brings, and none of another', () => {
    expect(FOREIGN.exec(output())?.[0]).toBeUndefined();
  });
});

const CHECKED: readonly [output: string, times: number, words: RegExp][] = [
  // The call and the exchange of the step, the call in its pane, the exchange in its own.
  ['the screen', 3, /card ✓ {3}manners ✗/g],
  ['the walkthrough in lines', 2, /What was checked: card passed, manners did not pass, it saw muddy boots\./g],
  ['the receipt', 2, /Checked.*: card ✓ · manners ✗/g],
];
test.each(CHECKED)('%s tells of a call and of an exchange what was checked', (output, times, words) => {
  expect(OUTPUTS[output]?.().match(words)?.length).toBeGreaterThanOrEqual(times);
});

test('a hop that is opened tells what each of its checks saw', () => {
  const { text } = frameOf(view('hop', { cursor: 1 }));
  expect(text).toContain('checked   card ✓  gilt edges');
  expect(text).toContain('manners ✗  muddy boots');
});

test('a call that got no further than to a party that looked at its token was decided there', () => {
  const { call } = OF_EACH_SHAPE.call;
  const [first] = call.hops;
  if (!first?.answer) throw new Error('no hop');
  const checks = [{ id: 'card', passed: false, saw: 'none' }];
  const hops = [{ ...first, answer: { ...first.answer, ok: false, text: 'not without a card', checks } }];
  const turned = { ...OF_EACH_SHAPE.call, call: { ...call, hops } };
  const chapter = { ...HOUSE, exhibits: undefined };
  const lesson = view('step').lesson.map((step) => ({ ...step, chapter, exhibits: () => [turned] }));
  const { text } = frameOf({ ...view('step'), lesson });
  expect(text).toContain('✗ porter said no: not without a card');
  expect(text).toContain('card ✗');
});

test('a hop that is opened tells that no trace joined it', () => {
  expect(frameOf(view('hop', { cursor: 1 })).text).toContain('call      put together by its print');
  expect(frameOf(view('hop', { cursor: 0 })).text).not.toContain('put together');
});

test('a leg that may be another call’s is told as not seen, in the diagram and opened', () => {
  const { call } = OF_EACH_SHAPE.call;
  const either = { ...OF_EACH_SHAPE.call, call: { ...call, hops: call.hops.slice(0, 1), ambiguous: ['butler'] } };
  const chapter = { ...HOUSE, exhibits: undefined };
  const seen = (pane: Pane) => {
    const lesson = view(pane).lesson.map((step) => ({ ...step, chapter, exhibits: () => [either] }));
    return frameOf({ ...view(pane, { cursor: 1 }), lesson }).text;
  };
  expect(seen('step')).toContain('not seen: calls with equal credentials');
  expect(seen('hop')).toContain('Not seen: calls with equal credentials at once.');
  // Whom nobody saw is said once, with the reason where there is one.
  const cut = { ...either, call: { ...either.call, ambiguous: [] } };
  expect(exhibitMarkdown(cut).join('\n')).toContain('Not seen: butler. It was not asked, or where nobody looked.');
  expect(exhibitMarkdown(either).join('\n')).not.toContain('Not seen: butler');
  expect(exhibitSentences(either, AT)).toContain('porter → butler: not seen: calls with equal credentials at once.');
});

test('whom nobody saw asked is told as not seen once the call is over, and as still ahead before', () => {
  const { call } = OF_EACH_SHAPE.call;
  const chapter = { ...HOUSE, exhibits: undefined };
  const seen = (pane: Pane, over: boolean) => {
    const cut = { ...OF_EACH_SHAPE.call, over, call: { ...call, hops: call.hops.slice(0, 1) } };
    const lesson = view(pane).lesson.map((step) => ({ ...step, chapter, exhibits: () => [cut] }));
    return { text: frameOf({ ...view(pane, { cursor: 1 }), lesson }).text, sentences: exhibitSentences(cut, AT) };
  };
  expect(seen('step', true).text).toContain('not seen');
  expect(seen('step', false).text).not.toContain('not seen');
  expect(seen('hop', true).text).toContain('Not seen: it was not asked, or where nobody looked.');
  expect(seen('hop', false).text).toContain('This hop has not happened yet.');
  expect(seen('step', true).sentences).toContain('Not seen: butler.');
  expect(seen('step', false).sentences.join()).not.toContain('Not seen');
});

test('gone through, a call says of a hop that no trace joined it, and at its end whom nobody saw', () => {
  const { call } = OF_EACH_SHAPE.call;
  const at = (cursor: number, hops = call.hops) => {
    const shown = { ...OF_EACH_SHAPE.call, call: { ...call, hops } };
    const chapter = { ...HOUSE, exhibits: undefined };
    const lesson = view('through').lesson.map((step) => ({ ...step, chapter, exhibits: () => [shown] }));
    return frameOf({ ...view('through', { cursor }), lesson }).text;
  };
  expect(at(0)).not.toContain('put together');
  expect(at(1)).toContain('known     put together by its print');
  expect(at(3)).not.toContain('not seen');
  expect(at(1, call.hops.slice(0, 1))).toContain('not seen  butler');
});

test('a hop that is opened tells what token its answer brought', () => {
  const { call } = OF_EACH_SHAPE.call;
  const issued = { text: 'a new card', print: '', token: { header: { alg: 'brass' }, claims: { ward: 'parlour' } } };
  const hops = call.hops.map((hop) => ({ ...hop, answer: hop.answer && { ...hop.answer, issued } }));
  const given = { ...OF_EACH_SHAPE.call, call: { ...call, hops } };
  const chapter = { ...HOUSE, exhibits: undefined };
  const lesson = view('hop').lesson.map((step) => ({ ...step, chapter, exhibits: () => [given] }));
  const { text } = frameOf({ ...view('hop', { cursor: 1 }), lesson });
  expect(text).toContain('brought   a new card');
  expect(text).toContain('says      alg brass · ward parlour');
});

test('of a step, the screen has in its own pane all that no key opens', () => {
  const { text } = frameOf(view('step'));
  for (const kind of ['call', 'columns', 'findings', 'exchange'] as const) expect(text).toContain(SEEN[kind]);
  expect(text).toContain('✓ the butler said yes: do come in');
  expect(text).toContain('t opens the token');
});

test('a way of any length is drawn leg by leg', () => {
  expect(frameOf(view('hops')).text).toMatch(/you ─+▶ porter ─+▶ butler/);
  const { text } = frameOf({ ...view('hops', { cursor: 1 }), size: { columns: 60, rows: 40 } });
  // Two legs need less room than three.
  expect(text).toMatch(/you ─+▶ porter ─+▶ butler/);
});

test('a token is shown as it would be otherwise, in the words of its lesson', () => {
  const { text } = frameOf(view('token', { otherwise: true }));
  for (const words of ['Were it filed down:', '✗ no lock at all', 'The butler would shake his head.'])
    expect(text).toContain(words);
  expect(frameOf(view('token')).text).toContain('filed down: what would it turn in?');
});

test('two exhibits of one shape are told apart by their titles', () => {
  const door = OF_EACH_SHAPE.columns;
  const two = () => [door, { ...door, title: 'Two windows' }];
  const chapter = { ...HOUSE, exhibits: undefined };
  const [step] = view('step').lesson;
  if (!step) throw new Error('no step');
  const lesson = [{ ...step, chapter, exhibits: two }];
  for (const pane of ['step', 'compare'] as const) {
    const { text } = frameOf({ ...view(pane), lesson });
    expect(text).toContain('Two doors');
    expect(text).toContain('Two windows');
  }
});
