import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeHome } from '../e2e/home.ts';
import { clearAll as clearPrograms, start } from '../e2e/program.ts';
import { freePorts } from '../e2e/world.ts';
import { headerOf } from '../lesson.ts';
import { clearAll, runStep, startGuided } from './guided.ts';

afterEach(clearAll);
afterEach(clearPrograms);

test('the walkthrough goes by a configuration file: its user is offered, its tool is asked', async () => {
  const [own = 0] = await freePorts(1);
  const home = makeHome();
  const config = join(home.folder, 'mine.json');
  writeFileSync(config, JSON.stringify({ identity: { user: 'grace' }, tool: { url: `http://localhost:${own}` } }));
  const guided = await startGuided({
    home,
    args: ['--config', config, '--from', '3b'],
    size: { columns: 80, rows: 40 },
  });
  const { terminal, ports } = guided;
  const issuer = `http://localhost:${ports.identity}/realms/demo`;
  await start(['serve', 'tool', '--port', String(own), '--issuer', issuer]).sees(/listens on/);
  await terminal.waitFor(/user name +grace/);
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('3b'));
  await terminal.waitFor('⏎ run');
  await runStep(guided);
  await terminal.waitFor('✓ the tool said yes: Hello, world!');
  // Among the parts it is called what it is.
  terminal.press('l');
  await terminal.waitFor('your own');
});
