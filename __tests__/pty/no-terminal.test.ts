import { makeHome } from '../e2e/home.ts';
import { BIN, clearAll, run } from '../e2e/program.ts';
import { TestTerminal } from './terminal.ts';

afterEach(clearAll);

test('without any terminal, a sentence names --ci, and the exit code is 2', async () => {
  const { code, stdout, stderr } = await run([]);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('neither standard input nor standard output is one');
  expect(stderr).toContain('tutorial-tui --ci');
});

test.each([
  ['input', `"${process.execPath}" "${BIN}" < /dev/null; echo "code $?"`],
  ['output', `"${process.execPath}" "${BIN}" > "$HOME/out"; echo "code $?"; cat "$HOME/out"`],
])('without a terminal on standard %s it never starts Ink', async (which, script) => {
  const home = makeHome();
  const terminal = new TestTerminal({ command: '/bin/sh', args: ['-c', script], env: home.env });
  const { exitCode } = await terminal.exited;
  await terminal.settled();
  expect(exitCode).toBe(0);
  expect(terminal.text()).toContain('code 2');
  expect(terminal.text()).toContain(`standard ${which} is none`);
  expect(terminal.text()).toContain('--ci');
  expect(terminal.output).not.toContain('\u001b[');
  await terminal.end();
  home.remove();
});
