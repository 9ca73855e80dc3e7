import { frameOf as layOut } from '../../src/screen/frame.ts';
import { type GuidedAction, reduceGuided } from '../../src/view/guided-action.ts';
import type { View } from '../../src/view/view.ts';
import { AFTER_3B, STARTED, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';

const OPEN: GuidedAction = { type: 'word', by: 1 };
const BACK: GuidedAction = { type: 'word', by: -1 };
const CLOSE: GuidedAction = { type: 'close-word' };

/** The view after these, each done to what was drawn of it before. */
function after(view: View, ...actions: readonly GuidedAction[]): View {
  let { guided } = view;
  for (const action of actions) guided = reduceGuided({ ...guided, ...layOut({ ...view, guided }, 0).settled }, action);
  return { ...view, guided };
}

const shown = (view: View) => frameOf(view).text;
const step1a = viewOf([STARTED], { step: '1a' }, { columns: 60, rows: 20 });

test('a word is opened below the line in which it stands, one after the other, and back', () => {
  const first = shown(after(step1a, OPEN));
  expect(first).toMatch(/\(azp\)[^\n]*\n(?:[^\n]*\n)?╰ azp {2}Authorized party: the client that asked for the/);
  const second = shown(after(step1a, OPEN, OPEN));
  expect(second).not.toContain('Authorized party');
  expect(second).toMatch(/╰ \w/);
  expect(shown(after(step1a, OPEN, OPEN, BACK))).toBe(first);
  expect(shown(after(step1a, BACK))).toBe(shown(after(step1a, OPEN, BACK)));
});

test('the word that is opened is in view, and closing it leads back to where one was', () => {
  const scrolled = after(step1a, { type: 'scroll', move: { lines: 3 } });
  const opened = after(scrolled, ...Array.from({ length: 9 }, () => OPEN));
  expect(shown(opened)).toContain('╰ ');
  expect(shown(opened)).not.toBe(shown(scrolled));
  expect(shown(after(opened, CLOSE))).toBe(shown(scrolled));
  expect(shown(after(opened, { type: 'scroll', move: { lines: -1 } }, CLOSE))).toBe(shown(scrolled));
});

test('after the last word comes the first', () => {
  const first = shown(after(step1a, OPEN));
  let view = after(step1a, OPEN, OPEN);
  for (let words = 1; shown(view) !== first; words += 1) {
    expect(words).toBeLessThan(50);
    view = after(view, OPEN);
  }
});

test('a word that is broken between two lines is one, and a longer word goes before one that it holds', () => {
  const texts = Array.from({ length: 40 }, (_, columns) => columns + 60).map((columns) =>
    shown(after({ ...step1a, size: { columns, rows: 60 } }, OPEN, OPEN, OPEN)),
  );
  const [, meant] = /╰ ([\w ]+?) {2}/.exec(texts[0] ?? '') ?? [];
  for (const text of texts) expect(text).toContain(`╰ ${meant}  `);
});

test('where no word stands nothing is opened, and nothing is closed', () => {
  const none = viewOf([STARTED], { step: '0' });
  const lesson = none.lesson.map((step) => ({ ...step, chapter: { ...step.chapter, glossary: [] } }));
  const opened = after({ ...none, lesson }, OPEN);
  expect(layOut(opened, 0).settled.word).toBeUndefined();
  expect(shown(opened)).not.toContain('esc close');
});

test('a text is searched for in a step, too; n is then the next place, and esc leaves it', () => {
  const typed = after(viewOf(AFTER_3B, { step: '3b' }), { type: 'search', search: { text: 'the', typing: true } });
  const found = after(typed, { type: 'find', hit: 0 });
  const { text } = frameOf(found);
  expect(text).toMatch(/\/the {2}1 of \d+ · n next, N before, esc leaves it/);
  expect(text).toContain('esc leave it');
  expect(text).not.toContain('n next ');
  expect(frameOf(viewOf(AFTER_3B, { step: '3b' })).text).toContain('⏎ next');
});
