import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { root } from './sources.js';

const OPTIONS = '--ci --idp embedded --chapter 1';
const COLUMNS = 80;
/** What differs from run to run, in a text without blanks. */
const VOLATILE = [
  [/\d+ms/g, 'Nms'],
  [/in\d+\.\ds/g, 'inNs'],
  [/node\d+\.\d+\.\d+/g, 'nodeN'],
  // A port that is taken here is another one.
  [/:\d{4,5}\b/g, ':N'],
  [/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME'],
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'SUBJECT'],
];

/** The first chapter in a terminal of 80 columns. What stands there already is kept, where it differs only in what every run has of its own. */
export async function runBlock(present) {
  // It takes a POSIX shell to keep the progress, on standard error, out of the terminal.
  if (process.platform === 'win32') return present;
  const shown = `\n\`\`\`console\n$ npx tutorial-tui ${OPTIONS}\n${await lessonInTerminal()}\n\`\`\`\n\n`;
  return same(present, shown) ? present : shown;
}

function same(a, b) {
  const [one, other] = [a, b].map((text) =>
    VOLATILE.reduce((known, [pattern, name]) => known.replace(pattern, name), withoutLayout(text)),
  );
  return one === other;
}

/** The text without its blanks, and a table column by column: where a line breaks hangs on how long a port is. */
function withoutLayout(text) {
  const blocks = [];
  let table;
  for (const line of text.split('\n')) {
    if (!line.startsWith('│')) {
      table = undefined;
      blocks.push([line]);
      continue;
    }
    if (table === undefined) {
      table = [];
      blocks.push(table);
    }
    for (const [index, cell] of line.split('│').entries()) table[index] = (table[index] ?? '') + cell;
  }
  return blocks.flat().join('').replace(/\s/g, '');
}

/** What the shell says when the lesson has ended, with the exit code. */
const END = /\r\nended with (\d+)\r\n$/;

/**
 * What the lesson writes to the terminal. The shell waits until it was read to its end: node-pty throws away what nobody has read 200 ms after a
 * process ended, which on a busy machine is the end of the lesson.
 */
function lessonInTerminal() {
  const command = `'${process.execPath}' '${join(root, 'dist/bin.js')}' ${OPTIONS} 2>/dev/null; code=$?; echo; echo ended with $code; read`;
  const terminal = spawn('bash', ['-c', command], {
    cols: COLUMNS,
    rows: 60,
    env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8' },
  });
  let output = '';
  return new Promise((resolve, reject) => {
    terminal.onData((text) => {
      output += text;
      const [, exitCode] = END.exec(output) ?? [];
      if (exitCode === undefined) return;
      terminal.kill();
      const shown = output.replace(END, '').replaceAll('\r\n', '\n').trimEnd();
      if (exitCode === '0') resolve(shown);
      else reject(new Error(`the lesson ended with ${exitCode}\n${shown}`));
    });
    terminal.onExit(() => reject(new Error(`the shell of the lesson ended\n${output}`)));
  });
}
