import { Command, Option } from 'commander';
import { inWordsOfSource, type Told, takeFrom } from '../../../../src/cli/option-sources.ts';
import { TutorialError } from '../../../../src/errors.ts';
import { duration, RepeatableOption, stepId } from '../../../../src/option-values.ts';

function command(...argv: string[]): Command {
  return new Command()
    .exitOverride()
    .option('--quiet')
    .option('--verbose')
    .addOption(new Option('--timeout <time>').argParser(duration).default(5))
    .addOption(new Option('--chapter <which>').argParser(stepId))
    .option('--only <steps>')
    .addOption(
      new RepeatableOption('--to <host>').argParser((text: string, before: string[] = []) => [...before, text]),
    )
    .parse(argv, { from: 'user' });
}

const told = (its: Command, texts: Readonly<Record<string, string>>, as = (name: string) => name): Told[] =>
  Object.entries(texts).map(([name, text]) => {
    const option = its.options.find(({ long }) => long === `--${name}`);
    if (!option) throw new Error(`no option ${name}`);
    return { option, text, as: as(name) };
  });

test.each([
  ['the command line wins over the environment', ['--timeout', '1s'], { timeout: '2s' }, { timeout: '3s' }, 1_000],
  ['the environment wins over the file', [], { timeout: '2s' }, { timeout: '3s' }, 2_000],
  ['the file wins over what is so by itself', [], {}, { timeout: '3s' }, 3_000],
  ['which is what it is otherwise', [], {}, {}, 5],
])('%s', (_, argv, env, file, timeout) => {
  const its = command(...argv);
  takeFrom('env', its, told(its, env));
  takeFrom('config', its, told(its, file));
  expect(its.opts().timeout).toBe(timeout);
});

test('a switch may be turned off, against what a weaker source says', () => {
  const its = command();
  takeFrom('env', its, told(its, { verbose: '0' }));
  takeFrom('config', its, told(its, { verbose: 'true' }));
  expect(its.opts().verbose).toBe(false);
});

test('what is repeatable has a value a line', () => {
  const its = command();
  takeFrom('env', its, told(its, { to: 'a.example\n\n  b.example\n' }));
  expect(its.opts().to).toEqual(['a.example', 'b.example']);
});

test('of options that exclude each other, the strongest source is heard alone', () => {
  const its = command('--only', '3a');
  takeFrom('env', its, told(its, { chapter: '2', verbose: 'false' }));
  takeFrom('config', its, told(its, { quiet: 'true' }));
  expect(its.opts()).toEqual({ only: '3a', timeout: 5, verbose: false, quiet: true });
});

test('two that exclude each other in one source are an error, which names both', () => {
  const its = command();
  const both = told(its, { chapter: '2', only: '3a' }, (name) => name.toUpperCase());
  expect(() => takeFrom('env', its, both)).toThrow('CHAPTER and ONLY exclude each other.');
});

test.each([
  ['timeout', 'soon', 'A time is a number'],
  ['quiet', 'yes', 'It is 1 or true, 0 or false.'],
  ['chapter', '../x', 'A step is named'],
])('a value of %s that cannot be used is told by the name that it has in its source', (name, text, why) => {
  const its = command();
  expect(() =>
    takeFrom(
      'env',
      its,
      told(its, { [name]: text }, () => 'TUTORIAL_TUI_IT'),
    ),
  ).toThrow(
    expect.objectContaining({
      kind: 'usage',
      message: expect.stringMatching(new RegExp(`^TUTORIAL_TUI_IT cannot be used\\. ${why}`)),
    }),
  );
});

test('a later error names the option as its source does, and one that stood on the command line as itself', () => {
  const its = command('--quiet');
  takeFrom(
    'config',
    its,
    told(its, { timeout: '3s' }, () => 'run.timeout of a.json'),
  );
  const error = new TutorialError('usage', '--timeout goes not with --quiet.', { next: 'Leave --timeout out.' });
  expect(inWordsOfSource(its, error)).toMatchObject({
    kind: 'usage',
    message: 'run.timeout of a.json goes not with --quiet.',
    // What to type is typed on the command line.
    next: 'Leave --timeout out.',
  });
});
