import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_OF_THEM, headerOf } from '../lesson.ts';
import { clearAll, endsClean, finish, goOn, runStep, startGuided } from './guided.ts';

afterEach(clearAll);

const PASSWORD = 'correct-horse-battery';

test('the whole lesson by keys alone at 80×24', async () => {
  const guided = await startGuided();
  const { terminal, home } = guided;

  await terminal.waitFor('A user has to log in.');
  expect(terminal.onAlternateScreen).toBe(true);
  terminal.press('return', ...PASSWORD);
  await terminal.waitFor('*'.repeat(PASSWORD.length));
  terminal.press('return');

  await terminal.waitFor(headerOf('0'));
  await terminal.waitFor('○ identity off');
  await runStep(guided);
  await terminal.waitFor('node 2');

  await goOn(guided, headerOf('1a'));
  await terminal.waitFor('A token says who made it (iss)');
  await runStep(guided);
  await terminal.waitFor('● identity');
  await terminal.waitFor("alan's token names my-external-tool");
  // Where the token came from, and its parts.
  await terminal.waitFor('you ──▶ identity  POST /realms/demo/protocol/openid-');
  await terminal.waitFor('header     alg RS256');

  terminal.press('e');
  await terminal.waitFor('▸ The login');
  terminal.press('return');
  await terminal.waitFor('carries   *** in form field password, with username');
  terminal.press('escape');
  await terminal.waitFor('▸ The login');
  terminal.press('escape');
  await terminal.waitFor('⏎ next');

  terminal.press('t');
  await terminal.waitFor('The access token, decoded');
  await terminal.waitFor(/aud +my-external-tool +◀ decides/);
  await terminal.waitFor(/exp +in \d:\d\d ▓+░* +300 s from its birth/);
  terminal.press('f');
  await terminal.waitFor(/aud +✗ missing/);
  terminal.press('escape');

  for (const title of [headerOf('1b'), headerOf('1c'), headerOf('2a'), headerOf('2b')]) {
    await goOn(guided, title);
    await runStep(guided);
  }

  await goOn(guided, headerOf('3a'));
  expect(terminal.text()).not.toContain('only the tool judges it');
  terminal.press('1');
  await terminal.waitFor(/▸ 1 +the stack server/);
  await runStep(guided);
  await terminal.waitFor(/you ─+▶ stack ─+▶ mcp ─+▶ tool/);
  await terminal.waitFor('◀ ✗ 401');
  await terminal.waitFor('✗ the tool said no:');
  await terminal.waitFor('You said 1');

  terminal.press('e');
  await terminal.waitFor('The newest call, hop by hop');
  terminal.press('right', 'right', 'return');
  await terminal.waitFor('mcp → tool');
  await terminal.waitFor('authorization: Bearer some-api-key');
  terminal.press('escape');
  await terminal.waitFor('The newest call, hop by hop');
  terminal.press('escape');

  await goOn(guided, headerOf('3b'));
  terminal.press('2');
  await runStep(guided);
  await terminal.waitFor('✓ the tool said yes:');
  await terminal.waitFor('◀ 200');

  terminal.press('l');
  await terminal.waitFor('Received access token with Subject');
  await terminal.waitFor(/● tool +ready +http:\/\/localhost:\d+/);
  terminal.press('escape');

  await goOn(guided, headerOf('4'));
  await runStep(guided);
  await terminal.waitFor('UNAUTHORIZED');
  terminal.press('d');
  await terminal.waitFor(/request +POST .*│ POST/);
  await terminal.waitFor('what made the difference');
  terminal.press('d');
  await terminal.waitFor(() => !/request +POST/.test(terminal.text()));
  terminal.press('escape');
  await terminal.waitFor('⏎ asked again');

  // What was predicted wrongly.
  terminal.press('return');
  await terminal.waitFor('once more.');
  terminal.press('3');
  await terminal.waitFor(/You said 3, .*right/);
  terminal.press('return');
  await terminal.waitFor(/⏎ (next|finish)/);
  await finish(guided, '4');

  await endsClean(guided);
  expect(terminal.normalText()).toContain(`${ALL_OF_THEM} steps proved`);
  const printed = terminal.normalText().replaceAll(/\s+/g, ' ');
  expect(printed).toContain('some-api-key: stack 200 error_code 1 → mcp isError: true → tool 401');
  expect(printed).toContain('eyJ...: stack 200 error_code 0 → mcp isError: false → tool 200');

  const receipt = receiptOf(home.folder);
  expect(receipt).toContain('| mcp → tool | GET / | Authorization: Bearer | eyJ... |');
  expect(receipt).toContain('aud=my-external-tool');
  expect(receipt).toMatch(/\| 3a \| .* \| ✗ the stack server: .* \| the tool server: .* \| ✓ the tool server: .* \|/);

  for (const text of [terminal.output, home.written()]) expect(text).not.toContain(PASSWORD);
}, 300_000);

function receiptOf(folder: string): string {
  const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('receipt.md'));
  if (!name) throw new Error('there is no receipt');
  return readFileSync(join(folder, name), 'utf8');
}
