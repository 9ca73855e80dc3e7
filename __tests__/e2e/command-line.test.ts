import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_CODES, MEANINGS } from '../../src/errors.ts';
import { chapterNamed } from '../../src/lesson/chapter.ts';
import { COURSE } from '../../steps/index.ts';
import { LESSON } from '../lesson.ts';
import { makeHome } from './home.ts';
import { clearAll, run } from './program.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

afterEach(clearAll);

describe.each(['--version', '-V'])('%s', (option) => {
  test('prints the version of package.json and nothing else', async () => {
    const { code, stdout, stderr } = await run([option]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe.each(['--help', '-h'])('%s', (option) => {
  test('names every command and every exit code with its meaning, within 80 columns', async () => {
    const { code, stdout, stderr } = await run([option]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['list', 'serve', 'tap', 'tool']) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const [outcome, meaning] of Object.entries(MEANINGS)) {
      expect(stdout).toContain(`${EXIT_CODES[outcome as keyof typeof EXIT_CODES]}  ${meaning}`);
    }
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

test('--help has the commands first, each on one line and under a heading, then what most runs need, and last what few do', async () => {
  const { stdout } = await run(['--help']);
  const lines = stdout.split('\n');
  const at = (line: RegExp) => lines.findIndex((each) => line.test(each));
  const order = [
    /^Usage:/,
    /^The lesson:$/,
    /^ {2}list /,
    /^ {2}help /,
    /^Options:$/,
    /^ {2}--ci /,
    /^Without a terminal/,
    /^ {2}--json /,
    /^Ports:$/,
  ];
  const places = order.map(at);
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  for (const line of lines.slice(0, at(/^Options:$/)))
    expect(line).toMatch(/^$|^\S|^ {2}[a-z]+( [[<]\S+[\]>])? {2,}\S|^ +tutorial-tui/);
});

test('up --help speaks of no --ci', async () => {
  const { stdout } = await run(['up', '--help']);
  expect(stdout).toMatch(/--quiet +only what failed/);
  expect(stdout).not.toContain('--ci');
});

test('verify --help names what verify asks, and no model or part that it would bring along', async () => {
  const { stdout } = await run(['verify', '--help']);
  expect(stdout).toMatch(/--stack <url> +the stack server that is asked/);
  expect(stdout).not.toMatch(/--ollama|--model|bundled|embedded|your own/);
  expect(await run(['verify', '--ollama', 'none'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("unknown option '--ollama'"),
  });
});

test.each([
  [['help'], ['--help']],
  [
    ['help', 'serve'],
    ['serve', '--help'],
  ],
])('%j prints what %j prints', async (asked, known) => {
  const [help, same] = await Promise.all([run(asked), run(known)]);
  expect({ code: help.code, stdout: help.stdout }).toEqual({ code: 0, stdout: same.stdout });
});

test('help with what is no command says so, and which was meant, as the program does', async () => {
  const [help, program] = await Promise.all([run(['help', 'dwn']), run(['dwn'])]);
  expect(help.stderr).toMatch(/^error: unknown command 'dwn'\n\(Did you mean down\?\)\n/);
  expect({ code: help.code, stdout: help.stdout, stderr: help.stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: program.stderr,
  });
});

test('where the progress cannot be written, reset says where', async () => {
  const home = makeHome();
  const blocked = join(home.folder, 'a-file');
  writeFileSync(blocked, '');
  const { code, stdout, stderr } = await run(['reset', '1a', '--yes'], {
    home,
    env: { XDG_STATE_HOME: blocked, HOME: blocked, LOCALAPPDATA: blocked },
  });
  home.remove();
  expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
  expect(stderr).toContain(`See that you may write to ${blocked}`);
});

describe('list', () => {
  test('lists each chapter by the number and the id that --chapter takes, and its steps in their order', async () => {
    const { code, stdout, stderr } = await run(['list']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const blocks = stdout.trimEnd().split('\n\n');
    const heads = blocks.map((block) =>
      block.split('\n').map((line, index) => (index === 0 ? line : line.trimStart().split(' ')[0])),
    );
    expect(heads).toEqual(
      COURSE.map(({ id, title, steps }, index) => [
        `Chapter ${index + 1} (${id}): ${title}`,
        ...steps.map((step) => step.id),
      ]),
    );
    for (const [, number = '', id = ''] of stdout.matchAll(/^Chapter (\d+) \((\w+)\)/gm))
      expect(chapterNamed(COURSE, number)).toBe(chapterNamed(COURSE, id));
  });

  test('says what is done', async () => {
    const home = makeHome();
    try {
      // Linux, macOS, Windows.
      for (const folder of ['state/tutorial-tui', 'Library/Logs/tutorial-tui', 'local/tutorial-tui/Log']) {
        mkdirSync(join(home.folder, folder), { recursive: true });
        const progress = { version: 1, step: '1b', done: { 0: 1, '1a': 2 } };
        writeFileSync(join(home.folder, folder, 'progress.json'), JSON.stringify(progress));
      }
      const { stdout } = await run(['list'], { home });
      const [, first, second, third] = stdout.split('\n');
      expect([first, second].every((line) => line?.endsWith(' (done)'))).toBe(true);
      expect(third).not.toContain('(done)');
      expect(stdout).toMatch(new RegExp(`\n2 of ${LESSON.length} done in the walkthrough\\.\n$`));
    } finally {
      home.remove();
    }
  });

  test('as JSON', async () => {
    const { code, stdout } = await run(['list', '--json']);
    expect(code).toBe(0);
    const steps: { id: string; chapter: string; title: string }[] = JSON.parse(stdout);
    const expected = COURSE.flatMap(({ id: chapter, steps }) => steps.map(({ id, title }) => ({ chapter, id, title })));
    expect(steps.map(({ chapter, id, title }) => ({ chapter, id, title }))).toEqual(expected);
  });
});

describe('a command line that is wrong', () => {
  test.each([
    ['an unknown option', ['--no-such-option'], /no-such-option/],
    ['an unknown command', ['dance'], /unknown command 'dance'/],
    ['one that is nearly a command', ['sevre', 'stack'], /Did you mean serve\?/],
    ['an option without its dashes', ['ci'], /Did you mean --ci\?/],
    ['a word after a command', ['list', 'all'], /too many arguments/],
    ['help of what is no command', ['help', 'dance'], /^error: unknown command 'dance'/],
    ['--keep where nothing is kept', ['--keep', '--idp', 'embedded'], /--keep goes with --ci/],
    ['--inline with --ci', ['--ci', '--inline'], /--inline is for the walkthrough/],
    ['--accessible with --ci', ['--ci', '--accessible'], /--accessible is for the walkthrough/],
    ['a user without a name', ['--ci', '--user', ''], /--user.*It is empty/],
    ['a time that no timer keeps', ['--ci', '--timeout', '30d'], /24 days/],
    ['one port for two parts', ['--ci', '--port-stack', '9000', '--port-mcp', '9000'], /--port-mcp and --port-stack/],
    ['a provider over plain http elsewhere', ['--ci', '--idp', 'http://example.com/realms/demo'], /https only/],
    ['a provider with credentials', ['--ci', '--idp', 'http://u:p@localhost'], /carries credentials/],
    [
      'an option of another part',
      ['serve', 'stack', '--issuer', 'x'],
      /--issuer is an option of serve tool and serve mcp, not of serve stack/,
    ],
    ['a short option of another part', ['serve', 'tool', '--in-memory'], /--in-memory is an option of serve stack/],
    ['an origin that is none', ['serve', 'mcp', '--allow-origin', 'http://a', 'b'], /allowed origin b is not a URL/],
    ['an ollama that is none', ['serve', 'stack', '--ollama', 'x'], /http:\/\/ or https:\/\//],
    ['a password', ['--ci', '--password', 'x'], /--password/],
    ['an unknown step', ['--ci', '--only', '3a,9z'], /0, 1a, 1b, 1c, 2a, 2b, 3a, 3b, 4/],
    ['an unknown chapter', ['--ci', '--chapter', '9'], /There is no chapter 9\.\s[\s\S]*1 \(propagation\)/],
    ['a chapter about a model, and none', ['--ci', '--chapter', '5', '--ollama', 'none'], /--ollama scripted/],
    ['steps that ask a model, and none', ['--ci', '--only', '5.1,5.3', '--ollama', 'none'], /Nothing would be proved/],
    ['all from such a step on', ['--ci', '--from', '5.2', '--ollama', 'none'], /Nothing would be proved/],
    ['--chapter together with --only', ['--ci', '--chapter', '1', '--only', '3a'], /--only/],
    ['a chapter that is no name', ['--ci', '--chapter', '../x'], /by its number or its id/],
    ['--only together with --from', ['--ci', '--only', '3a', '--from', '2b'], /--from/],
    ['no time', ['--ci', '--timeout', 'soon'], /90s/],
    ['a time below nothing', ['--ci', '--timeout', '-5s'], /90s/],
    ['a port out of range', ['--ci', '--port-stack', '70000'], /1 to 65535/],
    ['a port of letters', ['--ci', '--port-tool', 'http'], /1 to 65535/],
    ['an identity provider that is neither name nor URL', ['--ci', '--idp', 'keyclock'], /keyclock/],
    ['what only the program says to itself', ['standby', 'tool'], /serve tool/],
    ['an unknown part', ['serve', 'keycloak'], /identity, tool, mcp, stack/],
    ['serve without a part', ['serve'], /part/],
    ['tap without a server', ['tap'], /--to/],
    ['a tap before what is no server', ['tap', '--to', 'ftp://localhost'], /http:\/\/ or https:\/\//],
    ['a tap with a password', ['tap', '--to', 'http://a:b@localhost'], /no user name and password/],
    ['a tap before a kind that it cannot read', ['tap', '--to', 'http://localhost', '--as', 'x'], /stack, mcp, tool/],
    ['one port for two taps', ['tap', '--to', 'http://a', '--to', 'http://b', '--port', '9000'], /Leave --port out/],
    ['an unknown action', ['tool', 'dance'], /register, unregister, list, invoke/],
  ])('%s: exit code 2 and a sentence on stderr', async (_, args, says) => {
    const program = await run(args);
    const { code, stdout, stderr } = program;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m);
    // Nothing was begun.
    expect(program.home.written()).toBe('');
  });

  test('no terminal and no --ci: exit code 2, and --ci is named', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('needs a terminal, and neither standard input nor standard output is one.');
    expect(stderr).toContain('--ci');
  });
});
