import { SYNCHRONIZED } from '../../src/guided/painter.ts';
import { TestTerminal } from './terminal.ts';

const started: TestTerminal[] = [];

afterEach(async () => {
  for (const terminal of started.splice(0)) await terminal.end();
});

/** A program that writes a frame over another, byte by byte, and waits for a key in the middle of it. */
function halfWay(): TestTerminal {
  const program = `
    const write = async (text) => {
      for (const byte of text) {
        process.stdout.write(byte);
        await new Promise(setImmediate);
      }
    };
    await write('before' + ${JSON.stringify(`${SYNCHRONIZED.begin}\u001b[H\u001b[0Jone`)});
    await new Promise((resolve) => process.stdin.once('data', resolve));
    await write(${JSON.stringify(` two${SYNCHRONIZED.end}`)} + ' after');
    process.exit();`;
  const terminal = new TestTerminal({ args: ['--input-type=module', '-e', program] });
  started.push(terminal);
  return terminal;
}

test('a frame is on the screen when it has come whole, and not before', async () => {
  const terminal = halfWay();
  await terminal.waitFor(() => terminal.output.endsWith('one'));
  await terminal.waitFor('before');
  expect(terminal.text()).not.toContain('one');
  terminal.press('return');
  await terminal.waitFor('after');
  expect(terminal.text()).not.toContain('before');
  expect(terminal.text()).toMatch(/^one\s+two after$/m);
});

test('what a program wrote of a frame before it was killed is on the screen', async () => {
  const terminal = halfWay();
  await terminal.waitFor(() => terminal.output.endsWith('one'));
  terminal.kill('SIGKILL');
  await terminal.exited;
  await terminal.settled();
  expect(terminal.text().trim()).toBe('one');
});
