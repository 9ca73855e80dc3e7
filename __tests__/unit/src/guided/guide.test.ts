import { TutorialError } from '../../../../src/errors.ts';
import { LESSON_TEXT } from '../../../components/fixture.ts';
import { bench, closeBenches } from './guide-bench.ts';

afterEach(closeBenches);

test('the form: name, password, and nothing of the password in the view', async () => {
  const b = bench();
  await b.press('ctrl-u', ...'bob', 'tab', ...'secret!', 'backspace');
  expect(b.shown.form).toEqual({ field: 'password', userName: 'bob', passwordLength: 6 });
  expect(JSON.stringify(b.guide.view)).not.toContain('secret');
  await b.press('return');
  expect(b.typed).toEqual({ userName: 'bob', password: 'secret' });
  expect(b.shown.phase).toBe('lesson');
  expect(b.guide.view.about.userName).toBe('bob');
});

test('an empty name means the one that is offered', async () => {
  const b = bench();
  await b.press('ctrl-u', 'return', 'return');
  expect(b.typed?.userName).toBe('alan');
});

test('run acts on the step that is shown; when it is done, enter goes on', async () => {
  const b = await bench().login();
  await b.press('return');
  expect(b.calls).toMatchObject([{ verb: 'run', step: '0' }]);
  expect(b.shown.work).toMatchObject({ kind: 'run', step: '0' });
  await b.end();
  expect(b.shown).toMatchObject({ work: undefined, step: '0' });
  await b.press('return');
  expect(b.shown.step).toBe('1a');
  expect(b.calls).toHaveLength(1);
});

test('keys are held back during work, all of them', async () => {
  const b = await bench().login();
  await b.press('return');
  const before = b.shown;
  await b.press(...'nbvsrchletdgmzG?123', 'left', 'right', 'up', 'down', 'return', ' ', 'tab');
  expect(b.shown).toEqual(before);
  expect(b.calls).toHaveLength(1);
});

test('escape cancels the work by its signal, once', async () => {
  const b = await bench().login();
  await b.press('return', 'escape', 'escape');
  const signal = b.calls[0]?.signal;
  expect(signal?.aborted).toBe(true);
  expect(signal?.reason).toBeInstanceOf(TutorialError);
  expect(b.shown.work?.cancelling).toBe(true);
  await b.end(signal?.reason as TutorialError);
  expect(b.shown.work).toBeUndefined();
  await b.press('r');
  expect(b.calls).toHaveLength(2);
});

test('verify only looks; skip goes on', async () => {
  const b = await bench().login();
  await b.press('v');
  expect(b.calls).toMatchObject([{ verb: 'verify', step: '0' }]);
  await b.end();
  await b.press('n', 's');
  expect(b.calls.at(-1)).toMatchObject({ verb: 'skip', step: '1a' });
  expect(b.shown.step).toBe('1b');
});

test('the copy key takes one command after the other', async () => {
  const b = await bench().login();
  await b.press('n', 'c');
  await b.press('c');
  await b.press('c');
  const commands = LESSON_TEXT[1]?.commands.map(({ text }) => text) ?? [];
  expect(b.copied).toEqual([commands[0], commands[1], commands[0]]);
  expect(b.shown.notice).toBe('command 1 of 2 copied: the test');
});

describe('pasted text', () => {
  test('goes into the field as text, and never submits', async () => {
    const b = bench();
    b.guide.paste('me\r\u001b[2J\tq');
    expect(b.shown.form).toMatchObject({ field: 'name', userName: 'alanme[2Jq' });
    await b.press('return');
    b.guide.paste('pa\nss\r\nword');
    expect(b.shown.form).toMatchObject({ field: 'password', passwordLength: 8 });
    expect(b.shown.phase).toBe('welcome');
  });

  test('is no key of the lesson', async () => {
    const b = await bench().login();
    b.guide.paste('q\r');
    await b.press();
    expect(b.ending).toBeUndefined();
    expect(b.calls).toEqual([]);
  });
});
