import { TutorialError } from '../../../../src/errors.ts';
import { AFTER_ALL, BEFORE_3A, callHops, fold, LESSON_TEXT, REFUSED, TOKEN } from '../../../components/fixture.ts';
import { bench, closeBenches } from './guide-bench.ts';

afterEach(closeBenches);

test('a step is done and its call gone through from its beginning; it can be played, slowed, and left', async () => {
  const b = await bench().login();
  await b.happened(BEFORE_3A);
  await b.press('m', ...LESSON_TEXT.slice(0, 6).map(() => 'down'), 'return', 'w');
  expect(b.calls).toMatchObject([{ verb: 'run', step: '3a' }]);
  expect(b.shown).toMatchObject({ pane: 'through', work: { kind: 'run', step: '3a' } });
  b.tell({ type: 'call', step: '3a', traceId: REFUSED.trace });
  for (const happening of callHops(REFUSED)) b.tell(happening);
  await b.end();
  expect(b.shown).toMatchObject({ pane: 'through', cursor: 0, work: undefined });
  await b.press('return', 'return', 'left');
  expect(b.shown.cursor).toBe(1);
  await b.press('p', 's');
  expect(b.shown).toMatchObject({ motion: { plays: true }, slow: true });
  await b.press(...LESSON_TEXT.map(() => 'right'));
  expect(b.shown).toMatchObject({ pane: 'through', motion: { plays: false } });
  await b.press('p');
  expect(b.shown.cursor).toBe(0);
  await b.press('escape');
  expect(b.shown).toMatchObject({ pane: 'step', step: '3a' });
});

test('a step that was to be gone through and made no call shows what it came to', async () => {
  const b = await bench().login();
  await b.happened(BEFORE_3A);
  await b.press('m', ...LESSON_TEXT.slice(0, 6).map(() => 'down'), 'return', 'w');
  await b.end(new TutorialError('part-unreachable', 'Nothing answers.'));
  expect(b.shown).toMatchObject({ pane: 'step', step: '3a', work: undefined });
});

test('in a step n is the next one, or where a text was searched for, the next place of it; esc leaves that', async () => {
  const b = await bench().login();
  await b.press('/', ...'the', 'return', 'n', 'n', 'N');
  expect(b.shown).toMatchObject({ step: '0', search: { text: 'the', typing: false, hit: 1 } });
  await b.press('escape', 'n');
  expect(b.shown).toMatchObject({ step: '1a', search: { text: '' } });
});

test('a word of the step is opened and closed by keys, and nothing else is done by them', async () => {
  const b = await bench().login();
  await b.press('n', 'tab', 'tab');
  expect(b.shown).toMatchObject({ step: '1a', word: { at: 1 } });
  await b.press('shift-tab', 'escape');
  expect(b.shown.word).toBeUndefined();
  expect(b.calls).toEqual([]);
});

test('the lab changes the view a little later, a key at once', async () => {
  const b = await bench().login();
  let told = 0;
  b.guide.store.subscribe(() => {
    told += 1;
  });
  for (let count = 0; count < 1_000; count += 1)
    b.tell({ type: 'log', line: { part: 'tool', at: count, text: `line ${count}` } });
  expect(told).toBe(0);
  b.guide.press('g');
  expect(b.shown.pane).toBe('glossary');
  expect(told).toBeGreaterThan(0);
});

test('what a key has opened is closed to the place from which it was opened', async () => {
  const b = await bench().login();
  await b.press('j', 'j', 'g', 'j', '?', 'j', 'escape');
  expect(b.shown).toMatchObject({ pane: 'glossary', scroll: { moves: [{ lines: 1 }] } });
  for (const key of ['?', 'q']) {
    await b.press('?', key);
    expect(b.shown).toMatchObject({ pane: 'glossary', scroll: { moves: [{ lines: 1 }] } });
  }
  await b.press('escape');
  expect(b.shown).toMatchObject({ pane: 'step', scroll: { moves: [{ lines: 1 }, { lines: 1 }] } });
  await b.press('n', 'g', 'escape');
  expect(b.shown.scroll).toEqual({ from: 0, moves: [] });
});

test('what was asked of the token does not last longer than its pane', async () => {
  const b = await bench().login();
  b.tell(TOKEN);
  // What the lab tells is shown a little later.
  await new Promise((resolve) => {
    b.guide.store.subscribe(() => b.guide.view.session.tokens.user && resolve(undefined));
  });
  await b.press('t', 'f');
  expect(b.shown.otherwise).toBe(true);
  await b.press('escape', 't');
  expect(b.shown.otherwise).toBe(false);
});

test('what is open is copied whole, as text: a log, a hop, the token, the comparison', async () => {
  const b = await bench({
    open: async () =>
      ({
        session: { run: undefined, verify: undefined, skip: undefined, predict: undefined, state: fold(AFTER_ALL) },
        texts: () => LESSON_TEXT,
        passwordMade: true,
      }) as never,
  }).login();
  const copied = async (...keys: readonly string[]) => {
    await b.press(...keys, 'c', 'escape', 'escape');
    return b.copied.at(-1) ?? '';
  };
  await b.press('m', ...LESSON_TEXT.map(() => 'down'), 'return');
  expect(await copied('l')).toContain(`tool Validating token eyJ... against issuer`);
  expect(await copied('e', 'right', 'return')).toContain('Request: POST http://localhost/mcp');
  expect(await copied('t')).toContain('my-external-tool');
  expect(await copied('d')).toMatch(/UNAUTHORIZED +│ AUTHORIZED/);
  await b.press('g', 'c');
  expect(b.copied.at(-1)).toMatch(/^audience: /m);
  expect(b.shown.notice).toBe('copied: the test');
});

describe('searching', () => {
  test('what is typed is no key; enter finds, n and N go on, and closing the pane ends it', async () => {
    const b = await bench().login();
    await b.press('g', '/', ...'tqn', 'backspace', 'e');
    b.guide.paste('\rX');
    expect(b.shown).toMatchObject({ pane: 'glossary', search: { text: 'tqeX', typing: true } });
    await b.press('return', 'n', 'n', 'N');
    expect(b.shown.search).toEqual({ text: 'tqeX', typing: false, hit: 1 });
    await b.press('/', 'a', 'escape');
    expect(b.shown).toMatchObject({ pane: 'glossary', search: { text: '', typing: false } });
    await b.press('/', 'a', 'return', 'escape', 'g');
    expect(b.shown.search.text).toBe('');
    expect(b.ending).toBeUndefined();
  });

  test('a log is searched from its newest line', async () => {
    const b = await bench().login();
    await b.press('l', '/', 'a', 'return');
    expect(b.shown.search.hit).toBe(-1);
  });

  test('in the list of steps it chooses the step', async () => {
    const b = await bench().login();
    await b.press('m', '/', ...'SERVER', 'return', 'n', 'return');
    const servers = LESSON_TEXT.filter(({ title }) => /server/i.test(title)).map(({ id }) => id);
    expect(b.shown.step).toBe(servers[1]);
  });
});
