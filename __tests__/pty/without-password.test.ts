import { headerOf } from '../lesson.ts';
import { clearAll, startGuided } from './guided.ts';

afterEach(clearAll);

test.each([
  ['code', 'you log in with your browser, at the login page', 1],
  ['device', 'by the code that you are shown', 1],
  ['client-credentials', 'the client gets the token for itself', 0],
  ['env', 'the token was got elsewhere', 0],
] as const)('the first page asks for no password where the token comes by %s', async (by, said, fields) => {
  const { terminal } = await startGuided({
    args: ['--token-by', by],
    env: { ACCESS_TOKEN: 'eyJ.e30.sig' },
    size: { columns: 100, rows: 30 },
  });
  await terminal.waitFor(said);
  expect(terminal.text()).not.toMatch(/^..password /m);
  expect(terminal.text().match(/^..user name /gm) ?? []).toHaveLength(fields);
  // What is typed where there is no field goes nowhere.
  terminal.press('x', 'return');
  await terminal.waitFor(headerOf('0'));
});

test('nor does it line by line', async () => {
  const { terminal } = await startGuided({ args: ['--accessible', '--token-by', 'client-credentials'] });
  await terminal.waitFor('No user has to log in');
  await terminal.waitFor(/Letter, or Enter for [a-z]: /);
  expect(terminal.output).not.toMatch(/User name|Password/);
});
