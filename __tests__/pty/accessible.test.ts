import { hostileProvider } from '../e2e/hostile-servers.ts';
import { COMMANDS, rawIn } from '../hostile.ts';
import { placeOf } from '../lesson.ts';
import { clearAll, type Guided, inShell, leftOver, startGuided } from './guided.ts';

afterEach(clearAll);

/** Box drawing, block elements, braille spinners, dingbats: nothing of it can be listened to. */
const DRAWN = /[\u2500-\u259f\u2800-\u28ff\u25a0-\u25ff\u2713\u2717]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are control characters
const ESCAPE_CODE = /\u001b\[/;

const MENU = /Letter, or Enter for [a-z]: /;

/** Answers the prompt when it stands there for the nth time. */
async function answer({ terminal }: Guided, prompt: string | RegExp, text: string, nth = 1): Promise<void> {
  await terminal.waitFor(() => terminal.output.split(prompt).length > nth);
  terminal.press(...(text === '' ? [] : [text]), 'return');
}

/** Takes the choice that begins so from the nth menu. */
async function choose(guided: Guided, nth: number, choice: RegExp): Promise<void> {
  const { terminal } = guided;
  await terminal.waitFor(() => terminal.output.split(MENU).length > nth);
  const row = terminal.output.split('\r\n').findLast((text) => choice.test(text));
  await answer(guided, MENU, /^([a-z])\./.exec(row ?? '')?.[1] ?? 'no such choice', nth);
}

test.each([
  ['--accessible', ['--accessible'], {}],
  ['ACCESSIBLE', [], { ACCESSIBLE: '1' }],
  ['INK_SCREEN_READER', [], { INK_SCREEN_READER: 'true' }],
  ['TERM=dumb', [], { TERM: 'dumb' }],
] as const)('%s gives lines', async (_, args, env) => {
  const guided = await startGuided({ args, env });
  await guided.terminal.waitFor('User name, or Enter for alan:');
  expect(guided.terminal.output).not.toMatch(ESCAPE_CODE);
});

test('the lesson line by line, with lettered choices', async () => {
  const guided = await startGuided({ args: ['--accessible', '--from', '3a'], size: { columns: 100, rows: 50 } });
  const { terminal } = guided;
  await answer(guided, 'User name, or Enter for alan: ', '');
  await answer(guided, 'Password, or Enter for the one that is offered: ', 'hidden-from-view');
  await terminal.waitFor(`Step ${placeOf('3a')}: 3a Unauthorized call. State: not yet done.`);
  await terminal.waitFor(() => /The stack part is ready/.test(terminal.normalText()));

  await choose(guided, 1, /Say what you think/);
  await terminal.waitFor('1. the stack server: it does not know the key');
  terminal.press('3', 'return');
  // Said otherwise where the letters are offered, and once more.
  await answer(guided, MENU, '1', 2);
  await terminal.waitFor('You say 1, the stack server');
  await answer(guided, MENU, '3', 3);
  await terminal.waitFor(() => terminal.output.split('You say 3, the tool server').length > 2);
  await choose(guided, 4, /Do the step/);
  await terminal.waitFor('Step 3a is done');
  const said = () => terminal.normalText().replaceAll(/\s+/g, ' ');
  expect(said()).toMatch(/tool answers mcp: 401, .*malformed jwt/);
  expect(said()).toContain('You said 3, the tool server: the key is not a token. That is right.');

  await choose(guided, 5, /The newest call, hop by hop/);
  await terminal.waitFor(() => /mcp asks tool: GET \/, with some-api-key in Authorization: Bearer/.test(said()));
  await choose(guided, 6, /The access token, decoded/);
  await terminal.waitFor(() => /Deciding claim aud: my-external-tool/.test(said()));
  await choose(guided, 7, /Go through the call hop by hop/);
  for (const crossing of [1, 2, 3, 4, 5]) {
    await terminal.waitFor(`${crossing} of 6.`);
    await answer(guided, 'Enter lets it go on, any letter leaves it: ', '', crossing);
  }
  await terminal.waitFor('6 of 6.');
  await choose(guided, 8, /Open the next word of the step/);
  await answer(guided, 'Number of the word: ', 'mcp');
  await terminal.waitFor(() => said().includes('MCP: Model Context Protocol'));
  await choose(guided, 9, /The list of steps/);
  await terminal.waitFor('Number of the step:');
  await terminal.waitFor('6. Step 2b, Tool group: done');
  terminal.press('3b', 'return');
  await terminal.waitFor(`Step ${placeOf('3b')}: 3b Authorized call.`);
  await choose(guided, 10, /Go back to the step before/);
  await choose(guided, 11, /Go back to the step before/);
  await terminal.waitFor(`Step ${placeOf('2b')}: 2b Tool group.`);
  await choose(guided, 12, /Forget what was proved/);
  await terminal.waitFor('Reset step 2b?');
  await answer(guided, 'Number: ', '1', 2);
  await terminal.waitFor('Step 2b is as not done.');
  await choose(guided, 13, /End the program/);

  const { exitCode } = await terminal.exited;
  await terminal.settled();
  expect(exitCode).toBe(0);
  expect(terminal.output).not.toContain('hidden-from-view');
  expect(terminal.output).not.toMatch(ESCAPE_CODE);
  expect(terminal.output).not.toMatch(DRAWN);
  expect(said()).toContain('Step 3a, Unauthorized call: done.');
  expect(await leftOver(guided)).toEqual([]);
});

test('Ctrl-C cancels a step, twice ends the program', async () => {
  const guided = await startGuided({ args: ['--accessible'] });
  const { terminal } = guided;
  await answer(guided, 'User name, or Enter for alan: ', '');
  await answer(guided, 'Password, or Enter for the one that is offered: ', '');
  await terminal.waitFor(MENU);
  terminal.press('ctrl-c');
  await terminal.waitFor('Ctrl-C again ends the program.');
  terminal.press('ctrl-c');
  const { exitCode } = await terminal.exited;
  expect(exitCode).toBe(130);
  expect(await leftOver(guided)).toEqual([]);
});

test('at the password Ctrl-C says what a second one does, too, Ctrl-Z goes to the shell, and each time it is asked anew', async () => {
  const guided = await startGuided({ args: ['--accessible', '--from', '1b'], through: inShell });
  const { terminal, ports } = guided;
  const asked = (nth: number) =>
    terminal.waitFor(() => terminal.output.split('Password, or Enter for the one that is offered: ').length > nth);
  await answer(guided, 'User name, or Enter for alan: ', '');
  await asked(1);
  terminal.press(...'hidden-from-view', 'ctrl-c');
  await terminal.waitFor('Ctrl-C again ends the program.');
  await asked(2);
  terminal.press(...'hidden-as-well', '\u001a');
  // The shell's next command is fg. Until it has asked again the terminal is the shell's, which shows what is typed.
  await terminal.waitFor(/it gave 1(46|48)/);
  await asked(3);
  terminal.press(...'hidden-too', 'return');
  await terminal.waitFor(MENU);
  const grant = new URLSearchParams({
    grant_type: 'password',
    client_id: 'llama-stack',
    username: 'alan',
    password: 'hidden-too',
  });
  const { status } = await fetch(`http://localhost:${ports.identity}/realms/demo/protocol/openid-connect/token`, {
    method: 'POST',
    body: grant,
  });
  expect(status).toBe(200);
  terminal.press('ctrl-c');
  await terminal.waitFor(() => terminal.output.split('Ctrl-C again ends the program.').length > 2);
  terminal.press('ctrl-c');
  await terminal.exited;
  await terminal.settled();
  expect(terminal.output).not.toContain('hidden');
  expect(await leftOver(guided)).toEqual([]);
});

test('the end of the input ends the program', async () => {
  const guided = await startGuided({ args: ['--accessible'] });
  const { terminal } = guided;
  await terminal.waitFor('User name, or Enter for alan:');
  terminal.press('ctrl-d');
  const { exitCode } = await terminal.exited;
  expect(exitCode).toBe(130);
});

test('what an identity provider says is read out as text', async () => {
  const provider = await hostileProvider('logs-in', COMMANDS);
  try {
    const guided = await startGuided({
      args: ['--accessible', '--idp', provider.issuer, '--from', '1b'],
      env: { USER_NAME: 'al\u009b2Jan\u202e' },
    });
    const { terminal } = guided;
    await answer(guided, 'User name, or Enter for al\\u{9b}2Jan\\u{202e}: ', 'alan');
    await answer(guided, 'Password, or Enter for the one that is offered: ', 'a-password');
    await choose(guided, 1, /The access token, decoded/);
    await terminal.waitFor(() => /Claim\s+name-\s*\\u\{1b\}/.test(terminal.output));
    await choose(guided, 2, /End the program/);
    await terminal.exited;
    await terminal.settled();
    expect(rawIn(terminal.output.replaceAll('\r\n', '\n'))).toEqual([]);
  } finally {
    await provider.close();
  }
});
