import { Command } from 'commander';
import { optionVariables, variableOf } from '../../../../src/cli/environment.ts';

function taken(env: NodeJS.ProcessEnv) {
  const said: string[] = [];
  const stderr = { write: (text: string) => said.push(text) } as unknown as NodeJS.WritableStream;
  const variables = optionVariables({ env, stderr });
  const program = new Command()
    .version('1')
    .option('--token-by <how>')
    .option('--keep')
    .action(() => {});
  const other = program.command('other').option('--color <when>').option('--json');
  variables.add(program);
  variables.add(
    other,
    other.options.filter(({ long }) => long === '--color'),
  );
  program.parse([], { from: 'user' });
  variables.take(program);
  variables.take(other);
  return { program: program.opts(), other: other.opts(), said: said.join('') };
}

test('an option is named as its variable is', () => {
  const [option] = new Command().option('--token-by <how>').options;
  expect(option && variableOf(option)).toBe('TUTORIAL_TUI_TOKEN_BY');
});

test('what was added of a command comes from there, and nothing else; an empty variable says nothing', () => {
  const env = { TUTORIAL_TUI_TOKEN_BY: 'env', TUTORIAL_TUI_COLOR: 'never', TUTORIAL_TUI_KEEP: '' };
  expect(taken(env)).toEqual({ program: { tokenBy: 'env' }, other: { color: 'never' }, said: '' });
});

test.each([
  ['TUTORIAL_TUI_TOKEN_BI', 'Did you mean TUTORIAL_TUI_TOKEN_BY?'],
  ['TUTORIAL_TUI_JSON', 'named as an option is'],
  ['TUTORIAL_TUI_VERSION', 'named as an option is'],
  ['TUTORIAL_TUI_USER_PASSWORD', 'No secret is an option: the environment holds it as one of USER_PASSWORD'],
  ['TUTORIAL_TUI_CLIENT_SECRET', 'No secret is an option'],
])('%s is told to mean nothing, without what it holds', (name, wayOut) => {
  const { said } = taken({ [name]: 'hunter2' });
  expect(said).toMatch(new RegExp(`^note: The variable ${name} means nothing\\.`));
  expect(said).toContain(wayOut);
  expect(said).not.toContain('hunter2');
});

test('a name from a hostile environment is text', () => {
  expect(taken({ 'TUTORIAL_TUI_\u001b[2J': 'x' }).said).not.toContain('\u001b');
});
