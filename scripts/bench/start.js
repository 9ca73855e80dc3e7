import { spawn } from 'node:child_process';
import { median, report } from './report.js';

const PROGRAM = ['dist/bin.js'];
const CASES = [
  { what: 'tutorial-tui --version', args: [...PROGRAM, '--version'], runs: 15, target: 3 },
  { what: 'tutorial-tui --help', args: [...PROGRAM, '--help'], runs: 15, target: 3 },
  {
    what: 'tutorial-tui --ci --chapter 1, embedded identity',
    args: [...PROGRAM, '--ci', '--chapter', '1', '--idp', 'embedded'],
    runs: 7,
    target: 22,
  },
  {
    what: 'tutorial-tui --ci, all chapters, embedded identity',
    args: [...PROGRAM, '--ci', '--idp', 'embedded'],
    runs: 7,
    target: 60,
  },
];

/** Start to exit of a whole process, against `node -e 0`, the two in turn. */
export async function bench() {
  for (const { what, args, runs, target } of CASES) {
    const times = [];
    const bare = [];
    for (let run = 0; run < runs; run++) {
      bare.push(await timed(['-e', '0']));
      times.push(await timed(args));
    }
    report({ what, value: median(times), baseline: median(bare), unit: 'ms', target, atMost: true });
  }
}

function timed(args) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve(performance.now() - startedAt) : reject(new Error(`${args.join(' ')} ended with ${code}`)),
    );
  });
}
