import { type ChildProcess, spawn } from 'node:child_process';
import { keycloakEndpoints } from '../../services/identity/keycloak/paths.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { PartName } from '../../src/evidence/part-names.ts';
import type { Command } from '../../src/lesson/step.ts';
import { BIN } from '../e2e/program.ts';
import { LESSON } from '../lesson.ts';
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
  await goOn(guided, /1a Identity provider +2 of 9/);
  await runStep(guided);

  for (const [id, title, part] of [
    ['1b', /1b Tool server +3 of 9/, 'tool'],
    ['1c', /1c MCP server +4 of 9/, 'mcp'],
    ['2a', /2a Stack server +5 of 9/, 'stack'],
  ] as const) {
    await goOn(guided, title);
    const server = inShell(guided, commandOf(guided, id, 'server'));
    await server.says(/has taken this server in/);
    await terminal.waitFor(`● ${part}`);
    terminal.press('v');
    await terminal.waitFor('✓ done in');
    await terminal.waitFor(/by the\s|that you/);
  }
  await goOn(guided, /2b Tool group +6 of 9/);
  await runStep(guided);

  // What lies before the step proves nothing; a call that is made now does.
  await goOn(guided, /3a Unauthorized call +7 of 9/);
  terminal.press('v');
  await terminal.waitFor('no call since this step began');
  await inShell(guided, commandOf(guided, '3a', 'request')).says(/error_code/);
  terminal.press('v');
  await terminal.waitFor('✓ done in');
  await terminal.waitFor('✗ the tool said no:');

  await goOn(guided, /3b Authorized call +8 of 9/);
  await runStep(guided);
  await terminal.waitFor('✓ the tool said yes: Hello, world!');
  await goOn(guided, /4 Side by side +9 of 9/);
  await runStep(guided);

  // A server that ends is gone from the lab, and the lab goes on.
  shells[0]?.kill('SIGINT');
  await terminal.waitFor('✗ tool');
}, 90_000);

/** A command as the step prints it, for the lab as its log tells of it. */
function commandOf(guided: Guided, id: string, kind: Command['kind']): string {
  const log = guided.home.written();
  const port = (part: PartName) =>
    new RegExp(`"part":"${part}","status":"ready","url":"http://localhost:(\\d+)"`).exec(log)?.[1];
  const url = (part: PartName) => `http://localhost:${port(part) ?? guided.ports[part]}`;
  const lab = {
    program: `'${process.execPath}' '${BIN}'`,
    issuer: `${url('identity')}/realms/demo`,
    endpoints: keycloakEndpoints(`${url('identity')}/realms/demo`),
    url,
  } as Partial<Lab>;
  const command = LESSON.find((step) => step.id === id)
    ?.byHand(lab as Lab, 'posix')
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
