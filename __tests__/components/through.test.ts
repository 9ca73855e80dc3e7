import { frameOf as layOut } from '../../src/screen/frame.ts';
import { ARRIVED } from '../../src/view/motion.ts';
import { AFTER_3A, AFTER_3B, ANSWERED, AT, BEFORE_3A, printOf, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';

const through = (cursor: number, step = '3b') => viewOf(AFTER_3B, { step, pane: 'through', cursor });

test('the call is gone through crossing by crossing, each with its bytes', () => {
  const first = frameOf(through(0)).text;
  expect(first).toContain('1 of 6  you → stack  the request');
  expect(first).toContain('content-type: application/json');
  expect(first).not.toContain('x-answer');
  expect(first).toMatch(/you ═+◆ stack ─+▷ mcp ─+▷ tool/);
  expect(first).toContain('⏎ let it go on');
  const decided = frameOf(through(3)).text;
  expect(decided).toContain('4 of 6  tool → mcp  the answer, after 4 ms');
  expect(decided).toMatch(/you ═+◆ stack ═+◆ mcp ✓─+ tool/);
  expect(decided).toContain('x-answer: yes');
  const last = frameOf(through(5)).text;
  expect(last).toMatch(/you ✓─+ stack ✓─+ mcp ✓─+ tool/);
  expect(last).toContain('came back error_code 0, Hello, world!');
  expect(last).toContain('⏎ to the step');
});

test('what came of it is not told before it has come to that', () => {
  for (const cursor of [0, 1, 2]) {
    const { text } = frameOf(through(cursor, '3a'));
    expect(text).not.toMatch(/401|✗|malformed/);
  }
  expect(frameOf(through(3, '3a')).text).toContain('401');
});

test('a print says that it is the same token on each hop', () => {
  expect(frameOf(through(0)).text).toContain(`${printOf(ANSWERED.credential)}: by which it is known again`);
  expect(frameOf(through(2)).text).toContain(`${printOf(ANSWERED.credential)}: the same as on the hop before`);
});

test('a step has its own call gone through, not the newest', () => {
  expect(frameOf(through(0, '3a')).text).toContain('some-api-key in X-LlamaStack-Provider-Data');
});

test('the token is seen to move, and then the screen stays as it is', () => {
  const moving = viewOf(AFTER_3B, { step: '3b', pane: 'through', motion: { since: AT, plays: false } });
  const place = (now: number) => {
    const { main, changesIn } = layOut(moving, now);
    const way = main.lines[2]?.map(({ text }) => text).join('') ?? '';
    return { at: way.indexOf('◆'), changesIn };
  };
  const seen = [0, 200, 400, 600, 60_000].map((ms) => place(AT + ms));
  expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(new Set(seen.map(({ at }) => at)).size).toBe(5);
  expect(seen[0]?.changesIn).toBeLessThan(200);
  expect(seen.at(-1)?.changesIn).toBeUndefined();
  expect(layOut({ ...moving, guided: { ...moving.guided, motion: ARRIVED } }, AT).changesIn).toBeUndefined();
});

test('played, it goes on by itself; what is asked for next goes on from where it was drawn', () => {
  const played = viewOf(AFTER_3B, { step: '3b', pane: 'through', motion: { since: AT, plays: true } });
  expect(layOut(played, AT + 60_000).settled.cursor).toBe(5);
  const { settled } = layOut(played, AT + 3_000);
  expect(settled.cursor).toBe(1);
  const taken = { ...played, guided: { ...played.guided, ...settled } };
  for (const later of [3_000, 5_000, 8_000])
    expect(layOut(taken, AT + later).main).toEqual(layOut(played, AT + later).main);
});

test('while the call is made that is to be gone through, nothing is told of it', () => {
  const work = { kind: 'run', step: '3a', since: AT, cancelling: false } as const;
  const { text } = frameOf(viewOf(AFTER_3A, { step: '3a', pane: 'through', work }));
  expect(text).toContain('The call is being made.');
  expect(text).not.toMatch(/401|stack ─/);
  expect(text).toContain('esc cancel');
});

test('the key is offered where a step makes a call, and where there is one to go through', () => {
  expect(frameOf(viewOf(BEFORE_3A, { step: '3a' }, { columns: 160 })).text).toContain('w hop by hop');
  expect(frameOf(viewOf(AFTER_3A, { step: '3a' }, { columns: 160 })).text).toContain('w step through');
  expect(frameOf(viewOf(BEFORE_3A, { step: '2b' }, { columns: 160 })).text).not.toMatch(
    /w (?:hop by hop|step through)/,
  );
});
