import { PassThrough } from 'node:stream';
import { openTerminal, prepareEnvironment } from '../../../../src/guided/terminal.ts';

/** A terminal that keeps what it is sent. */
function recordingTerminal({ columns = 80, rows = 24 } = {}) {
  const raws: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode: (raw: boolean) => {
      stdin.isRaw = raw;
      raws.push(raw);
    },
  });
  const written: string[] = [];
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns, rows, needsDrain: false });
  stdout.write = ((text: string) => {
    written.push(text);
    return true;
  }) as typeof stdout.write;
  Object.defineProperty(stdout, 'writableNeedDrain', { get: () => stdout.needsDrain });
  return { stdin, stdout, written, raws };
}

test('only rows that changed are written, and a still screen writes nothing', () => {
  const { stdin, stdout, written } = recordingTerminal();
  const terminal = openTerminal({ stdin, stdout, inline: false });
  terminal.canvas.write('one\ntwo\nthree');
  written.length = 0;
  terminal.canvas.write('one\ntwo\nthree');
  expect(written).toEqual([]);
  terminal.canvas.write('one\nTWO\nthree');
  expect(written.join('')).toContain('\u001b[2;1H\u001b[2KTWO');
  expect(written.join('')).not.toContain('three');
  terminal.restore();
});

test('rows that are gone are cleared; a new size paints everything anew, and never erases the scrollback', () => {
  const { stdin, stdout, written } = recordingTerminal();
  const terminal = openTerminal({ stdin, stdout, inline: false });
  terminal.canvas.write('one\ntwo\nthree');
  written.length = 0;
  terminal.canvas.write('one');
  expect(written.join('')).toContain('\u001b[2;1H\u001b[2K\u001b[3;1H\u001b[2K');
  written.length = 0;
  stdout.emit('resize');
  // One frame, within its marks: nobody sees the screen empty in between.
  expect(written.join('')).toBe('\u001b[?2026h\u001b[H\u001b[0J\u001b[1;1H\u001b[2Kone\u001b[0m\u001b[?2026l');
  expect(written.join('')).not.toContain('\u001b[3J');
  terminal.restore();
});

test('a frame that is taller than the terminal is cut, not scrolled', () => {
  const { stdin, stdout, written } = recordingTerminal({ rows: 3 });
  const terminal = openTerminal({ stdin, stdout, inline: false });
  terminal.canvas.write('one\ntwo\nthree\nfour');
  expect(written.join('')).not.toContain('\n');
  expect(written.join('')).not.toContain('four');
  terminal.restore();
});

test('a terminal that cannot take more gets the newest frame when it can', () => {
  const { stdin, stdout, written } = recordingTerminal();
  const terminal = openTerminal({ stdin, stdout, inline: false });
  stdout.needsDrain = true;
  written.length = 0;
  terminal.canvas.write('old');
  terminal.canvas.write('older than the newest');
  terminal.canvas.write('newest');
  expect(written).toEqual([]);
  stdout.needsDrain = false;
  stdout.emit('drain');
  expect(written.join('')).toContain('newest');
  expect(written.join('')).not.toContain('old');
  terminal.restore();
});

test('the keyboard is taken before anything is shown, and given back once', () => {
  const { stdin, stdout, written, raws } = recordingTerminal();
  const terminal = openTerminal({ stdin, stdout, inline: false });
  expect(raws).toEqual([true]);
  expect(written.join('')).toContain('\u001b[?1049h');
  written.length = 0;
  terminal.restore();
  terminal.restore();
  expect(raws).toEqual([true, false]);
  expect(written).toHaveLength(1);
  expect(written.join('')).toContain('\u001b[?7h\u001b[?25h\u001b[?1049l');
  terminal.canvas.write('too late');
  stdout.emit('resize');
  expect(written).toHaveLength(1);
});

test('a process that ends in whatever way gives the terminal back', () => {
  for (const event of ['exit', 'uncaughtExceptionMonitor']) {
    const before = process.listeners(event as 'exit');
    const { stdin, stdout, written } = recordingTerminal();
    openTerminal({ stdin, stdout, inline: false });
    const own = process.listeners(event as 'exit').filter((listener) => !before.includes(listener));
    expect(own).toHaveLength(1);
    own[0]?.(1);
    expect(written.join('')).toContain('\u001b[?1049l');
    expect(process.listeners(event as 'exit')).toEqual(before);
  }
});

test('pasted text comes apart from the keys, as long as the terminal is ours', async () => {
  const { stdin, stdout, written } = recordingTerminal();
  const terminal = openTerminal({ stdin, stdout, inline: false });
  expect(written.join('')).toContain('\u001b[?2004h');
  const pasted: string[] = [];
  terminal.onPaste((text) => pasted.push(text));
  stdin.write('a\u001b[200~pa\rq');
  stdin.write('s\u001b[20');
  stdin.write('1~b');
  await new Promise(setImmediate);
  expect(String((terminal.keys as PassThrough).read())).toBe('ab');
  expect(pasted.join('')).toBe('pa\rqs');
  written.length = 0;
  terminal.restore();
  expect(written.join('')).toContain('\u001b[?2004l');
});

test.each([false, true])('suspended (inline: %p), the terminal is the shell’s, and ours again afterwards', (inline) => {
  const { stdin, stdout, written, raws } = recordingTerminal();
  let seen = '';
  const stop = () => {
    seen = written.join('');
    written.length = 0;
    raws.length = 0;
  };
  const terminal = openTerminal({ stdin, stdout, inline, stop });
  terminal.canvas.write('one\ntwo');
  written.length = 0;
  terminal.suspend();
  for (const given of ['\u001b[?2004l', '\u001b[?7h', '\u001b[?25h', inline ? '\u001b[24;1H' : '\u001b[?1049l'])
    expect(seen).toContain(given);
  for (const taken of ['\u001b[?2004h', '\u001b[?25l', 'one', 'two']) expect(written.join('')).toContain(taken);
  expect(raws.at(-1)).toBe(true);
  terminal.restore();
  terminal.suspend();
  expect(raws.at(-1)).toBe(false);
});

test('continued by the shell after Ctrl-Z, it takes the keys once: to let go of them again would show what is typed', () => {
  const { stdin, stdout, raws } = recordingTerminal();
  const terminal = openTerminal({ stdin, stdout, inline: false, stop: () => process.emit('SIGCONT') });
  raws.length = 0;
  terminal.suspend();
  expect(raws.filter((raw) => raw)).toHaveLength(1);
  terminal.restore();
});

test('NO_COLOR reaches chalk, which does not know it; a DEV of the learner does not wake Ink’s devtools', () => {
  const env: NodeJS.ProcessEnv = { NO_COLOR: '1', DEV: 'true' };
  prepareEnvironment(env);
  expect(env).toEqual({ NO_COLOR: '1', FORCE_COLOR: '0' });
});
