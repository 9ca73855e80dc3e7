import { type ChildProcess, spawn } from 'node:child_process';
import type { Command } from '../../src/lesson/step.ts';
import { courseLab } from '../course-lab.ts';
import { BIN } from '../e2e/program.ts';
import { headerOf, LESSON } from '../lesson.ts';
import { clearAll, type Guided, goOn, logIn, runStep, startGuided } from './guided.ts';

const shells: ChildProcess[] = [];

afterEach(async () => {
  for (const shell of shells.splice(0)) {
    if (shell.exitCode !== null || shell.signalCode !== null) continue;
    const ended = new Promise((resolve) => shell.once('close', resolve));
    shell.kill('SIGINT');
    await ended;
  }
  await clearAll();
});

test('the parts started by hand, each looked at with v: their calls are seen, and the lesson can be finished', async () => {
  const guided = await startGuided();
  const { terminal } = guided;
  await logIn(guided);
  await runStep(guided);
  await goOn(guided, headerOf('1a'));
  await runStep(guided);

  for (const [id, title, part] of [
    ['1b', headerOf('1b'), 'tool'],
    ['1c', headerOf('1c'), 'mcp'],
    ['2a', headerOf('2a'), 'stack'],
  ] as const) {
    await goOn(guided, title);
    const server = inShell(guided, commandOf(guided, id, 'server'));
    await server.says(/has taken this server in/);
    await terminal.waitFor(`● ${part}`);
    terminal.press('v');
    await terminal.waitFor('✓ done in');
    await terminal.waitFor(/by the\s|that you/);
  }
  await goOn(guided, headerOf('2b'));
  await runStep(guided);

  // What lies before the step proves nothing; a call that is made now does.
  await goOn(guided, headerOf('3a'));
  terminal.press('v');
  await terminal.waitFor('no call since this step began');
  await inShell(guided, commandOf(guided, '3a', 'request')).says(/error_code/);
  terminal.press('v');
  await terminal.waitFor('✓ done in');
  await terminal.waitFor('✗ the tool said no:');

  await goOn(guided, headerOf('3b'));
  await runStep(guided);
  await terminal.waitFor('✓ the tool said yes: Hello, world!');
  await goOn(guided, headerOf('4'));
  await runStep(guided);

  // A server that ends is gone from the lab, and the lab goes on.
  shells[0]?.kill('SIGINT');
  await terminal.waitFor('✗ tool');
});

/** A command as the step prints it, for the lab as its log tells of it. */
function commandOf(guided: Guided, id: string, kind: Command['kind']): string {
  const log = guided.home.written();
  const port = (part: string) =>
    new RegExp(`"part":"${part}","status":"ready","url":"http://localhost:(\\d+)"`).exec(log)?.[1];
  const url = (part: string) => `http://localhost:${port(part) ?? guided.ports[part]}`;
  const lab = courseLab({ program: `'${process.execPath}' '${BIN}'`, url });
  const command = LESSON.find((step) => step.id === id)
    ?.byHand(lab, 'posix')
    .find((each) => each.kind === kind);
  return command?.text ?? '';
}

/** Types it into another terminal. */
function inShell({ home }: Guided, command: string) {
  const shell = spawn('bash', ['-c', `exec ${command}`], { env: { ...process.env, ...home.env } });
  shells.push(shell);
  let output = '';
  const says = (text: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => text.test(output) && resolve();
      shell.stdout.setEncoding('utf8').on('data', (more: string) => {
        output += more;
        look();
      });
      shell.once('close', (code) => (text.test(output) ? resolve() : reject(new Error(`${code}: ${output}`))));
    });
  return { says };
}
