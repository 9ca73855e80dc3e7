import { BIN, clearAll } from '../e2e/program.ts';
import { TestTerminal } from './terminal.ts';

afterEach(clearAll);

test('of a terminal that says neither its size nor its colours, the doctor says what the walkthrough and itself go by', async () => {
  const script = 'stty cols 0 rows 0; exec "$0" "$@"';
  const args = ['-c', script, process.execPath, BIN, 'doctor', '--idp', 'embedded'];
  const terminal = new TestTerminal({
    command: '/bin/sh',
    args,
    env: { TERM: 'unknown' },
    size: { columns: 80, rows: 80 },
  });
  await terminal.exited;
  await terminal.settled();
  expect(terminal.text()).toMatch(/✓ Terminal +80 × 24 · TERM=unknown · 16 colours/);
  expect(terminal.output).toContain('\u001b[32m✓');
  await terminal.end();
});
