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
  const asked: string[] = [];
  stdout.on('data', (text) => asked.push(`${text}`.trim()));
  return { stdin, done, asked, prompt: openPrompt(stdin, stdout, () => void done.push('stopped')) };
}

/** Takes keys until one of them is enough. */
const until = (isEnough: (key: string) => boolean) => ({
  asked: () => {},
  take: (key: string) => (isEnough(key) ? ('enough' as const) : ('more' as const)),
});

test('keys come by their names, in whatever pieces, to the one that is enough', async () => {
  const { stdin, prompt, done } = terminal();
  const keys: string[] = [];
  const taken = prompt.askKeys(
    '? ',
    until((key) => keys.push(key) === 7),
  );
  for (const piece of ['aß', '\u001b[A', '\u0003\u0015', '\u007f', '\u0000\tx', 'never']) stdin.write(piece);
  await taken;
  expect(keys).toEqual(['a', 'ß', 'ctrl-c', 'ctrl-u', 'backspace', 'tab', 'x']);
  expect(done.at(-1)).toBe('lines');
  prompt.close();
});

test('a line may follow, of which the terminal shows what is typed', async () => {
  const { stdin, prompt } = terminal();
  const taken = prompt.askKeys(
    '? ',
    until(() => true),
  );
  stdin.write('a');
  await taken;
  const line = prompt.ask('? ');
  stdin.write(' a line \n');
  expect(await line).toBe('a line');
  prompt.close();
});

test('left for the shell, the terminal is the shell’s, and it is asked again once nothing that is typed is shown', async () => {
  const { stdin, prompt, done } = terminal();
  const told = { asked: () => void done.push('asked'), take: until((key) => key === 'return').take };
  const taken = prompt.askKeys('? ', told);
  done.length = 0;
  prompt.suspend();
  expect(done).toEqual(['lines', 'stopped', 'lines', 'raw', 'asked']);
  done.length = 0;
  // Stopped and continued from outside.
  process.emit('SIGCONT');
  expect(done).toEqual(['lines', 'raw', 'asked']);
  stdin.write('\r');
  await taken;
  done.length = 0;
  process.emit('SIGCONT');
  expect(done).toEqual([]);
  prompt.close();
  expect(process.listenerCount('SIGCONT')).toBe(0);
});

test('the shell’s own word that it continues the program is not taken for another stop', () => {
  const done: string[] = [];
  const stdin = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => done.push(raw ? 'raw' : 'lines') });
  const prompt = openPrompt(stdin, Object.assign(new PassThrough(), { columns: 80, rows: 24 }), () =>
    process.emit('SIGCONT'),
  );
  void prompt
    .askKeys(
      '? ',
      until(() => false),
    )
    .catch(() => {});
  done.length = 0;
  prompt.suspend();
  expect(done.filter((mode) => mode === 'raw')).toHaveLength(1);
  prompt.close();
});

test('what is to be asked again is asked again, and a line that is waited for when the program is continued', async () => {
  const { stdin, prompt, asked } = terminal();
  const keys = prompt.askKeys('Password: ', {
    asked: () => {},
    take: (key) => (key === 'ctrl-c' ? 'ask again' : 'enough'),
  });
  stdin.write('\u0003');
  stdin.write('a');
  await keys;
  expect(asked.filter((text) => text !== '')).toEqual(['Password:', 'Password:']);
  asked.length = 0;
  const line = prompt.ask('Letter: ');
  process.emit('SIGCONT');
  expect(asked).toEqual(['Letter:', 'Letter:']);
  stdin.write('b\n');
  expect(await line).toBe('b');
  process.emit('SIGCONT');
  expect(asked).toHaveLength(2);
  prompt.close();
});

test('what is asked when it is closed is answered by nobody', async () => {
  const { prompt, done } = terminal();
  const taken = prompt.askKeys(
    '? ',
    until(() => false),
  );
  prompt.close();
  await expect(taken).rejects.toThrow('closed');
  expect(done.at(-1)).toBe('lines');
});
