import { sayOutcome } from '../../src/guided/linear/say.ts';
import { shownText } from '../../src/guided/shown-text.ts';
import type { Exhibit } from '../../src/lesson/exhibit.ts';
import { exchangeOf } from '../../src/lesson/exhibit.ts';
import { exhibitSentences } from '../../src/presenters/exhibit-sentences.ts';
import { receiptLines } from '../../src/presenters/receipt-lines.ts';
import { exhibitMarkdown } from '../../src/report/formats/exhibit-markdown.ts';
import { entriesOf, evidenceAtHand } from '../../src/view/evidence.ts';
import type { Pane } from '../../src/view/open-pane.ts';
import type { View } from '../../src/view/view.ts';
import { HOUSE, OF_EACH_SHAPE, VISITED } from '../exhibits-of-doors.ts';
import { AT, fold, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';

/** What was told as a hop beside the calls: in short in its step, byte by byte where it is opened. */
const RUNG = exchangeOf(
  {
    id: 'ring',
    from: 'you',
    to: 'porter',
    seenBy: 'sender',
    at: AT,
    request: 'pull the cord',
    carrier: '',
    credential: { text: '', print: '' },
    answer: { status: 'ding', ok: true, text: 'coming', tookMs: 3 },
    exchange: {
      request: { method: 'GET', url: 'http://localhost:7777/bell', headers: { pull: 'gently' } },
      response: { status: 200, headers: { tone: 'bright' }, body: 'dong' },
    },
    aside: true,
  },
  { title: 'The bell is rung' },
);
const UNSEEN = exchangeOf(undefined, { title: 'The knock', unseen: 'Nobody heard it.' });

function view(exhibits: readonly Exhibit[], pane: Pane, cursor = 0): View {
  const chapter = { ...HOUSE, exhibits: undefined };
  const lesson = HOUSE.steps.map((step) => ({ ...step, chapter, commands: [], exhibits: () => exhibits }));
  return { ...viewOf(VISITED, { step: 'door', pane, cursor }, { columns: 100, rows: 60 }), lesson };
}

test('a step has room for who asked whom, and for what came of it', () => {
  const { text } = frameOf(view([RUNG, UNSEEN], 'step'));
  expect(text).toContain('you ──▶ porter  pull the cord');
  expect(text).toContain('◀ ding · coming');
  expect(text).toContain('Nobody heard it.');
  expect(text).toContain('e opens what was asked and answered');
  expect(text).not.toContain('gently');
});

test('the key of the evidence lists them, and each opens into its bytes; of one that nobody saw it is said', () => {
  const list = frameOf(view([RUNG, UNSEEN], 'hops', 1)).text;
  expect(list).toMatch(/ {2}The bell is rung[\s\S]*▸ The knock/);
  const bell = frameOf(view([RUNG, UNSEEN], 'hop')).text;
  for (const words of ['carries   no credential', 'pull: gently', 'tone: bright', 'dong'])
    expect(bell).toContain(words);
  expect(frameOf(view([RUNG, UNSEEN], 'hop', 1)).text).toContain('Nobody heard it.');
});

test('beside a call come its legs first', () => {
  const both = view([OF_EACH_SHAPE.call, RUNG], 'hops', 2);
  expect(entriesOf(evidenceAtHand(both)).map(({ title }) => title)).toEqual([
    'you → porter',
    'porter → butler',
    'The bell is rung',
  ]);
  expect(frameOf(both).text).toMatch(/you ─+▶ porter ─+▶ butler[\s\S]*▸ The bell is rung/);
  expect(frameOf(view([OF_EACH_SHAPE.call, RUNG], 'hop', 2)).text).toContain('pull: gently');
});

test('what is open is copied whole', () => {
  expect(shownText(view([RUNG], 'hops'), AT)).toContain('pull: gently');
  expect(shownText(view([RUNG, UNSEEN], 'hop', 1), AT)).toContain('Nobody heard it.');
});

test('line by line it is said in short at the end of the step, and whole where it is asked for', () => {
  const said = sayOutcome(view([RUNG], 'step'), AT).join('\n');
  expect(said).toContain('The bell is rung. You ask porter: pull the cord, with no credential');
  expect(said).toContain('porter answers: ding, coming');
  expect(said).not.toContain('gently');
  expect(exhibitSentences(RUNG, AT).join('\n')).toContain('pull: gently');
  expect(exhibitSentences(UNSEEN, AT)).toContain('Nobody heard it.');
});

test('the receipt has a row for it, and the one on the screen none', () => {
  const file = exhibitMarkdown(RUNG).join('\n');
  expect(file).toContain('| you → porter | pull the cord |');
  expect(file).not.toContain('gently');
  expect(exhibitMarkdown(UNSEEN).join('\n')).toContain('Nobody heard it.');
  const course = [{ exhibits: undefined, steps: view([RUNG, UNSEEN], 'step').lesson }] as never;
  expect(receiptLines(fold(VISITED), course, '/receipt.md', 100).join('\n')).not.toContain('The bell');
});
