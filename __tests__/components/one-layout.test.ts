import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { Guide } from '../../src/guided/guide.ts';
import { mount } from '../../src/guided/mount.tsx';
import type { Terminal } from '../../src/guided/terminal.ts';
import { NO_PROGRESS } from '../../src/lesson/progress.ts';
import type { StepText } from '../../src/view/view.ts';
import { BEFORE_3A, fold, LESSON_TEXT, viewOf } from './fixture.ts';

/** The words of the lesson, and how often the pane of a step was made of them: each time it reads the explanation once. */
function counted(): { texts: readonly StepText[]; layouts: () => number } {
  let reads = 0;
  const texts = LESSON_TEXT.map((text) =>
    Object.defineProperty({ ...text }, 'explanation', {
      enumerable: true,
      get: () => {
        reads += 1;
        return text.explanation;
      },
    }),
  );
  return { texts, layouts: () => reads };
}

/** The walkthrough in a terminal that keeps its newest frame. */
async function walkthrough() {
  const { texts, layouts } = counted();
  const guide = new Guide({
    about: viewOf([]).about,
    size: { columns: 80, rows: 20 },
    signal: new AbortController().signal,
    progress: NO_PROGRESS,
    open: async () => ({
      session: {
        run: () => new Promise(() => {}),
        verify: () => new Promise(() => {}),
        skip: () => {},
        reset: () => {},
        predict: () => {},
        state: fold(BEFORE_3A),
      },
      texts: () => texts,
      passwordMade: true,
    }),
    save: () => {},
    copy: async () => 'nowhere',
    from: '3a',
  });
  let frame = '';
  const write = (text: string) => {
    frame = text;
    return true;
  };
  const canvas = Object.assign(new EventEmitter(), { isTTY: true as const, columns: 80, rows: 20, write });
  const keys = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => keys,
    ref: () => keys,
    unref: () => keys,
  });
  const { unmount } = mount(guide.store, (key) => guide.press(key), { canvas, keys } as unknown as Terminal);
  guide.perform('submit');
  guide.perform('submit');
  const quiet = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  };
  await quiet();
  return {
    guide,
    /** Presses keys, each in its own piece of input; says how often the pane was laid out, and shows the frame. */
    press: async (...inputs: readonly string[]) => {
      const before = layouts();
      for (const input of inputs) {
        keys.write(input);
        await quiet();
      }
      return { layouts: layouts() - before, frame };
    },
    close: () => {
      unmount();
      guide.store.close();
    },
  };
}

let open: Awaited<ReturnType<typeof walkthrough>>;
beforeEach(async () => {
  open = await walkthrough();
});
afterEach(() => open.close());

const DOWN = '\u001b[B';
const UP = '\u001b[A';
const PAGE_DOWN = '\u001b[6~';
const END = '\u001b[F';

test.each([
  ['one that scrolls', DOWN],
  ['one that goes to the end', END],
  ['one that chooses', '2'],
  ['one that zooms', 'z'],
  ['one that goes to another step', 'n'],
  ['one that means nothing here', 'x'],
])('a key lays a pane out once: %s', async (_, key) => {
  expect((await open.press(key)).layouts).toBe(1);
});

/** The first row of the pane, under the header. */
const top = (frame: string) => frame.split('\n')[2]?.split('│')[1]?.trim();

test('what was wished beyond the end of a pane is not owed on the way back', async () => {
  const rows = [await open.press(), await open.press(DOWN), await open.press(DOWN)].map(({ frame }) => top(frame));
  expect(new Set(rows).size).toBe(3);
  const end = await open.press(END);
  expect(end.frame).toContain('↑ end');
  const beyond = await open.press(DOWN, DOWN, PAGE_DOWN);
  expect(top(beyond.frame)).toBe(top(end.frame));
  expect((await open.press(UP)).frame).toContain('↓ 1 more line');
});

test('keys that come in one piece do what they do one by one', async () => {
  const apart = await open.press('j', 'j', 'j', 'k', ' ', 'k', 'k');
  await open.press('\u001b[H');
  const together = await open.press('jjjk kk');
  expect(together.frame).toBe(apart.frame);
  expect(together.layouts).toBe(1);
});

test('z takes the sidebar away and gives it back, pressed apart or at once', async () => {
  const before = await open.press();
  expect(before.frame).toContain('· 3b');
  const zoomed = await open.press('z');
  expect(zoomed.frame).not.toContain('· 3b');
  expect((await open.press('z')).frame).toBe(before.frame);
  expect((await open.press('zz')).frame).toBe(before.frame);
});

test.each([
  ['the steps', ['m', UP, UP]],
  ['the logs', ['l', '\u001b[C']],
  ['the glossary', ['g']],
])('the help leads back to %s, and to what was chosen there', async (_, keys) => {
  const before = await open.press(...keys);
  expect((await open.press('?')).frame).toContain('Keys in');
  expect((await open.press('b')).frame).toBe(before.frame);
});
