import { Writable } from 'node:stream';
import { terminalReporter } from '../../../../services/part/channel.ts';
import { TutorialError } from '../../../../src/errors.ts';
import type { Output } from '../../../../src/io.ts';
import type { ShownChapter } from '../../../../src/lesson/chapter.ts';
import { type Happening, type SessionEvent, sessionEventSchema } from '../../../../src/lesson/events.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../../../../src/lesson/state.ts';
import { describeError } from '../../../../src/presenters/error.ts';
import { ndjsonPresenter } from '../../../../src/presenters/ndjson.ts';
import { plainPresenter } from '../../../../src/presenters/plain.ts';
import type { Presenter } from '../../../../src/presenters/presenter.ts';
import { receiptLines } from '../../../../src/presenters/receipt-lines.ts';
import { tapPresenter } from '../../../../src/presenters/tap.ts';
import { markdownReport } from '../../../../src/report/formats/markdown.ts';
import { reportOfSession } from '../../../../src/report/of-session.ts';
import type { Pane } from '../../../../src/view/open-pane.ts';
import { COURSE } from '../../../../steps/index.ts';
import { AFTER_ALL, AT, fold, viewOf } from '../../../components/fixture.ts';
import { frameOf } from '../../../components/harness.tsx';
import { houseOf, OF_EACH_SHAPE, VISITED } from '../../../exhibits-of-doors.ts';
import { COMMANDS, LONG, longestRun, outsideCode, poisoned, rawIn } from '../../../hostile.ts';
import { PANES } from '../../../panes.ts';

const failure = { kind: 'login-refused', message: 'It said no', why: 'because', next: 'ask again' };
const FINDINGS: Happening = {
  type: 'findings',
  step: '1a',
  findings: (['present', 'missing', 'different', 'unknown'] as const).map((state) => ({
    id: state,
    title: 'A thing',
    state,
    saw: 'seen',
    byHand: 'Clients › Settings',
    repairable: true,
  })),
};
const ended = (outcome: string): Happening => ({
  type: 'session-ended',
  outcome,
  exitCode: 0,
  proved: 9,
  of: 9,
  tookMs: 1,
});
const EVENTS: readonly Happening[] = [
  ...AFTER_ALL,
  FINDINGS,
  { type: 'progress', step: '1a', text: 'pulling layer', fraction: 0.5 },
  { type: 'step-ended', step: '1a', status: 'failed', proved: 'seen', tookMs: 1, failure },
  ended('proved'),
];

/** Every event of a lesson, with hostile text wherever an event has room for text from outside. */
function hostileEvents(text: string): SessionEvent[] {
  return EVENTS.map((happening) => sessionEventSchema.parse({ ...poisoned(happening, text), at: AT }));
}

/** The receipt as it is written. */
const receiptOf = (state: SessionState, course: readonly ShownChapter[]) =>
  markdownReport(reportOfSession(state, course));

function sink({ isTTY, columns }: { isTTY: boolean; columns: number }): Output & { text: string } {
  const stream = Object.assign(
    new Writable({
      write: (chunk: Buffer, _, done) => {
        stream.text += chunk.toString();
        done();
      },
    }),
    { text: '', isTTY, columns },
  );
  return stream;
}

function told(
  text: string,
  presenterFor: (output: Output) => Presenter,
  columns = 80,
  isTTY = true,
  events = hostileEvents(text),
): string {
  const output = sink({ isTTY, columns });
  const presenter = presenterFor(output);
  let state = INITIAL_STATE;
  for (const event of events) {
    state = reduce(state, event);
    presenter.tell(event, state);
  }
  return output.text;
}

const plainOf = (course: readonly ShownChapter[]) => (output: Output) =>
  plainPresenter({ stdout: output, stderr: output, env: { TERM: 'xterm', FORCE_COLOR: '1' } }, course, {
    verbose: true,
  });
const plain = plainOf(COURSE);

/** A lesson that shows each shape, in which whatever stands in an exhibit comes from outside. */
const shapes = (text: string) => houseOf(poisoned(Object.values(OF_EACH_SHAPE), text));
const courseOf = (text: string) => [shapes(text)];
const visited = VISITED.map((event): SessionEvent => ({ ...event, at: AT }));

function shapesOnScreen(text: string, pane: Pane): string {
  const chapter = shapes(text);
  const lesson = chapter.steps.map((step) => ({ ...step, chapter, commands: [] }));
  return [100, 60]
    .map((columns) => frameOf({ ...viewOf(VISITED, { step: 'door', pane }, { columns, rows: 200 }), lesson }).raw)
    .join('\n');
}

/** The bench of chapter 2: its form, filled in, and below it what was sent before and what became of it. */
function filledIn(text: string): string {
  const [chapter] = COURSE.filter(({ steps }) => steps.some(({ form }) => form));
  const id = chapter?.steps.find(({ form }) => form)?.id ?? '';
  const values = { claim: text, value: text, kid: text };
  const hops = AFTER_ALL.filter(({ type }) => type === 'hop').map((hop) => poisoned(hop, text));
  const [hop] = hops.flatMap((each) => (each.type === 'hop' ? [each.hop] : []));
  const state = fold([
    {
      ...(VISITED[0] as Extract<Happening, { type: 'session-started' }>),
      chapters: chapter ? [{ id: 'bench', title: '', way: [...chapter.way], steps: [{ id, title: '' }] }] : [],
    },
    ...hops,
    { type: 'step-started', step: id, purpose: 'prove' },
    { type: 'submitted', step: id, values },
    { type: 'call', step: id, traceId: hop?.traceId ?? hop?.id ?? '' },
  ]);
  const lesson = (chapter?.steps ?? []).map((step) => ({ ...step, chapter: houseOf([]), commands: [] }));
  return [0, 1, 2]
    .map((cursor) => viewOf([], { step: id, pane: 'form', cursor, drafts: { [id]: values } }))
    .map((view) => frameOf({ ...view, session: state, lesson }).raw)
    .join('\n');
}

/** All hops of a lesson, and everything else that a tap says. */
function tapped(text: string, json: boolean): string {
  const output = sink({ isTTY: true, columns: 80 });
  const presenter = tapPresenter({ stdout: output, stderr: output, env: { FORCE_COLOR: '1' } }, { json });
  for (const event of hostileEvents(text)) if (event.type === 'hop') presenter.hop(event.hop, true);
  presenter.log(text);
  presenter.say(text);
  presenter.note(text);
  return output.text;
}

const STEPS = ['1a', '3a', '3b', '4'] as const;

const OUTPUTS: Readonly<Record<string, (text: string) => string>> = {
  'plain lines in a terminal': (text) => told(text, plain),
  'plain lines in a narrow terminal': (text) => told(text, plain, 50),
  'plain lines in a pipe': (text) => told(text, plain, 80, false),
  NDJSON: (text) => told(text, (stdout) => ndjsonPresenter({ stdout })),
  'an error': (text) =>
    describeError(new TutorialError('fault', text, { why: text, next: text, cause: new Error(text) }), {
      log: text,
      verbose: true,
    }),
  "a part's log": (text) => {
    const output = sink({ isTTY: true, columns: 80 });
    terminalReporter(output).log(text);
    return output.text;
  },
  'a tap': (text) => tapped(text, false),
  'a tap, NDJSON': (text) => tapped(text, true),
  'the receipt': (text) => receiptOf(fold(hostileEvents(text)), COURSE),
  'each shape in plain lines': (text) => told(text, plainOf([shapes(text)]), 80, true, visited),
  'each shape in the receipt': (text) => receiptOf(fold(VISITED), courseOf(text)),
  'each shape in the receipt on the screen': (text) => receiptLines(fold(VISITED), courseOf(text), '/r', 80).join('\n'),
  ...Object.fromEntries(
    (['step', 'hops', 'hop', 'token', 'compare'] as const).map((pane) => [
      `each shape on the screen: ${pane}`,
      (text: string) => shapesOnScreen(text, pane),
    ]),
  ),
  'the receipt on the screen': (text) => receiptLines(fold(hostileEvents(text)), COURSE, '/receipt.md', 80).join('\n'),
  ...Object.fromEntries(
    PANES.flatMap((pane) =>
      (pane === 'step' ? STEPS : (['3b'] as const)).map((step) => [
        `the screen: ${pane} of ${step}`,
        (text: string) =>
          (text === LONG ? [80] : [100, 60])
            .map((columns) => {
              const view = viewOf(hostileEvents(text), { step, pane, notice: text }, { columns, rows: 60 });
              const asked = { text, answers: [{ key: 'y', label: text, value: 'yes' }] };
              return (
                frameOf({ ...view, about: { ...view.about, userName: text } }).raw +
                frameOf({ ...view, guided: { ...view.guided, question: asked } }).raw
              );
            })
            .join('\n'),
      ]),
    ),
  ),
  'what a step asks for, and what was sent': filledIn,
  'the login': (text) => {
    const view = viewOf([]);
    const form = { ...view.guided.form, userName: text };
    return frameOf({ ...view, guided: { ...view.guided, phase: 'welcome', form } }).raw;
  },
};

describe.each(Object.entries(OUTPUTS))('%s', (_, output) => {
  test('holds no command of somebody else to the terminal: what they sent stands there as text', () => {
    const text = output(COMMANDS);
    expect(rawIn(text)).toEqual([]);
    if (text.includes('owned')) expect(text).toMatch(/\\u(?:\{1b\}|001b)\]0;owned/);
  });

  test('cuts what is too long', () => {
    expect(longestRun(output(LONG))).toBeLessThanOrEqual(20_000);
  });
});

test('the receipt makes no link, picture or HTML of what a server said', () => {
  const markup = '<img src=x onerror=1>[a](http://evil.example)![b](http://evil.example)`|` http://evil.example *x*';
  for (const text of [receiptOf(fold(hostileEvents(markup)), COURSE), receiptOf(fold(VISITED), courseOf(markup))]) {
    expect(text).toContain('evil.example');
    expect(outsideCode(text)).not.toMatch(/<|\]\(|evil/);
  }
});

test.each(['<b>x', 'x <!-- x', '[x](y)', '![x](y)', '*x*', '_x_', '&lt;x', '~~x~~', '# x', '@x', ' www.x.example'])(
  'the receipt takes %s alone for text, too',
  (markup) => {
    const text = receiptOf(fold(hostileEvents(markup)), COURSE);
    expect(text).toContain(markup);
    expect(outsideCode(text)).not.toContain(markup);
  },
);

test('the path of the receipt is in one piece, on a line of its own where it is long', () => {
  const path = `/home/${'a'.repeat(80)}/receipt.md`;
  expect(receiptLines(fold(EVENTS), COURSE, path, 80).slice(-2)).toEqual(['The receipt:', path]);
  expect(receiptLines(fold(EVENTS), COURSE, '/r.md', 80).at(-1)).toBe('The receipt: /r.md');
});
