import { PassThrough } from 'node:stream';
import { openPrompt } from '../../../../../src/guided/linear/prompt.ts';

/** A prompt at a terminal of the test's, and what was done with it. */
function terminal() {
  const done: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true as const,
    setRawMode: (raw: boolean) => done.push(raw ? 'raw' : 'lines'),
  });
  const stdout = Object.assign(new PassThrough(), { isTTY: true as const, columns: 80, rows: 24 });
  return { stdin, done, prompt: openPrompt(stdin, stdout, () => void done.push('stopped')) };
}

test('keys come by their names, in whatever pieces, to the one that is enough', async () => {
  const { stdin, prompt, done } = terminal();
  const keys: string[] = [];
  const taken = prompt.askKeys('? ', (key) => keys.push(key) === 7);
  for (const piece of ['aß', '\u001b[A', '\u0003\u0015', '\u007f', '\u0000\tx', 'never']) stdin.write(piece);
  await taken;
  expect(keys).toEqual(['a', 'ß', 'ctrl-c', 'ctrl-u', 'backspace', 'tab', 'x']);
  expect(done.at(-1)).toBe('lines');
});

test('a line may follow, of which the terminal shows what is typed', async () => {
  const { stdin, prompt } = terminal();
  const taken = prompt.askKeys('? ', () => true);
  stdin.write('a');
  await taken;
  const line = prompt.ask('? ');
  stdin.write(' a line \n');
  expect(await line).toBe('a line');
  prompt.close();
});

test('left for the shell, the terminal is the shell’s, and nothing that is typed afterwards is shown', async () => {
  const { stdin, prompt, done } = terminal();
  const taken = prompt.askKeys('? ', (key) => key === 'return');
  done.length = 0;
  prompt.suspend();
  expect(done).toEqual(['lines', 'stopped', 'lines', 'raw']);
  done.length = 0;
  // Stopped and continued from outside.
  process.emit('SIGCONT');
  expect(done).toEqual(['lines', 'raw']);
  stdin.write('\r');
  await taken;
  expect(process.listenerCount('SIGCONT')).toBe(0);
});

test('what is asked when it is closed is answered by nobody', async () => {
  const { prompt, done } = terminal();
  const taken = prompt.askKeys('? ', () => false);
  prompt.close();
  await expect(taken).rejects.toThrow('closed');
  expect(done.at(-1)).toBe('lines');
});
