import { headerOf } from '../lesson.ts';
import { clearAll, pidOf, runStep, startGuided } from './guided.ts';

afterEach(clearAll);

test('a tool that was killed says nothing any more, neither at a retry nor when it is looked at', async () => {
  const guided = await startGuided({ args: ['--from', '3b'], size: { columns: 80, rows: 40 } });
  const { terminal } = guided;
  await terminal.waitFor('user name');
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('3b'));
  await terminal.waitFor('⏎ run');
  await runStep(guided);
  await terminal.waitFor('✓ the tool said yes: Hello, world!');

  process.kill(pidOf(guided, 'tool'), 'SIGKILL');
  await terminal.waitFor('✗ tool');
  for (const [key, why] of [
    ['v', /seen: +Nothing/],
    ['r', /✗ failed +The tool server has ended: its process was ended by SIGKILL\./],
  ] as const) {
    terminal.press(key);
    await terminal.waitFor(why);
    expect(terminal.text()).not.toContain('Hello, world!');
    expect(terminal.text()).not.toContain('✓ done');
  }
});
