import stringWidth from 'string-width';
import { COURSE } from '../../steps/index.ts';
import { ALL_OF_THEM, LESSON, STEP_IDS } from '../lesson.ts';
import { clearAll, run, start } from './program.ts';

const EMBEDDED = ['--ci', '--idp', 'embedded'];
/** What is the same in every chapter is looked at in the shortest. */
const CHAPTER_1 = [...EMBEDDED, '--chapter', '1'];
/** A step's line: mark, id, title, milliseconds, what was proved. */
const STEP_LINE = /^([✓✗]) (\S+) +(.+?) +(\d+) ms {2}(.+)$/;
const ESCAPE = String.fromCharCode(27);

afterEach(clearAll);

/** The lines of the side by side: from the top of its frame to the bottom. */
function frame(stdout: string): string[] {
  const lines = stdout.split('\n');
  return lines.slice(
    lines.findIndex((line) => line.startsWith('┌')),
    lines.findIndex((line) => line.startsWith('└')) + 1,
  );
}

/** One column of the side by side with its line breaks taken out. */
function column(lines: readonly string[], index: number): string {
  return lines.map((line) => line.split('│')[index]?.trim() ?? '').join('');
}

describe('--ci', () => {
  test('needs no code that is made of text at run time', async () => {
    const { code } = await run(EMBEDDED, { env: { NODE_OPTIONS: '--disallow-code-generation-from-strings' } });
    expect(code).toBe(0);
  });

  test('proves every step, each in a line of its own with what it saw, and shows the two calls beside each other', async () => {
    const { code, stdout, stderr } = await run(EMBEDDED, { env: { COLUMNS: '80' } });
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(ESCAPE);

    const lines = stdout.split('\n').flatMap((line) => STEP_LINE.exec(line) ?? []);
    const steps = LESSON.map((_, index) => lines.slice(index * 6, index * 6 + 6));
    expect(steps.map(([, mark, id, title]) => ({ mark, id, title }))).toEqual(
      LESSON.map(({ id, title }) => ({ mark: '✓', id, title })),
    );

    const table = frame(stdout);
    expect(table.filter((line) => stringWidth(line) > 80)).toEqual([]);
    const refused = column(table, 2);
    const answered = column(table, 3);
    expect(refused).toContain('UNAUTHORIZED');
    expect(table.join('\n')).toMatch(/│ api_key +│ some-api-key +│ eyJ\.\.\. +│/);
    expect(refused).toContain('Validating token some-api-key');
    expect(refused).toMatch(/Token validation failed oidc:\s*malformed jwt/);
    expect(refused).toContain('error_code 1');
    expect(refused).toContain("Client error '401 Unauthorized'");
    expect(answered).toContain('AUTHORIZED');
    expect(answered).toMatch(/Received access token with\s*Subject\s*[0-9a-f]{8}-/);
    expect(answered).toContain('and Roles []');
    expect(answered).toContain('error_code 0');
    expect(answered).toContain('Hello, world!');
    expect(answered).toContain('aud my-external-tool');
    expect(answered).toContain('azp llama-stack');

    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^${ALL_OF_THEM} proved in \\d+\\.\\d s · `));
    // Progress is told beside the results.
    for (const { id, title } of LESSON) expect(stderr).toContain(`… ${id}  ${title}`);
  });

  test('on a narrow screen the two calls stand one above the other', async () => {
    const { code, stdout } = await run(CHAPTER_1, { env: { COLUMNS: '50' } });
    expect(code).toBe(0);
    expect(stdout).not.toContain('│');
    expect(stdout).toMatch(/^UNAUTHORIZED$[\s\S]*^AUTHORIZED$/m);
  });

  test('--verbose shows what every part logs, on stderr', async () => {
    const { code, stdout, stderr } = await run([...CHAPTER_1, '--verbose']);
    expect(code).toBe(0);
    for (const part of ['identity', 'tool', 'mcp', 'stack']) expect(stderr).toMatch(new RegExp(`^ +${part} +\\S`, 'm'));
    expect(stderr).toMatch(/tool +Validating token some-api-key against issuer http:/);
    expect(stdout).not.toContain('Validating token some-api-key against issuer http://localhost:8080/realms/demo\n');
  });

  test('the user is the one of USER_NAME; --user wins over it', async () => {
    const env = { USER_NAME: 'grace', USER_PASSWORD: 'hopper' };
    const [byEnvironment, byOption] = await Promise.all([
      run([...EMBEDDED, '--only', '1a'], { env }),
      run([...EMBEDDED, '--only', '1a', '--user', 'ada'], { env }),
    ]);
    expect(byEnvironment).toMatchObject({ code: 0, stdout: expect.stringContaining("grace's token") });
    expect(byOption).toMatchObject({ code: 0, stdout: expect.stringContaining("ada's token") });
  });
});

describe('a chosen part of the lesson', () => {
  test('--only proves those steps, and does without a word what they stand on', async () => {
    const { code, stdout } = await run([...EMBEDDED, '--only', '2b,3b']);
    expect(code).toBe(0);
    expect(stdout.split('\n').flatMap((line) => STEP_LINE.exec(line)?.[2] ?? [])).toEqual(['2b', '3b']);
    expect(stdout).toContain('2 of 2 proved');
  });

  test.each(COURSE.map(({ id, steps }, index) => [String(index + 1), id, steps.map((step) => step.id)] as const))(
    '--chapter %s, or %s, proves the steps of that chapter',
    async (number, id, steps) => {
      // Of the first by both: it is the shortest.
      for (const name of number === '1' ? [number, id] : [id]) {
        const { code, stdout } = await run([...EMBEDDED, '--chapter', name]);
        expect(code).toBe(0);
        expect(stdout.split('\n').flatMap((line) => STEP_LINE.exec(line)?.[2] ?? [])).toEqual(steps);
        expect(stdout).toContain(`${steps.length} of ${steps.length} proved`);
      }
    },
  );

  test('--from proves the step and all that follow', async () => {
    const { code, stdout } = await run([...EMBEDDED, '--from', '4.7']);
    expect(code).toBe(0);
    expect(stdout.split('\n').flatMap((line) => STEP_LINE.exec(line)?.[2] ?? [])).toEqual(
      STEP_IDS.slice(STEP_IDS.indexOf('4.7')),
    );
  });
});

describe('a pipe whose reader has seen enough', () => {
  test.each([
    ['plain', []],
    ['--json', ['--json']],
  ])('%s: the lesson goes on, and its verdict is kept', async (_, further) => {
    const program = start([...CHAPTER_1, ...further]);
    await program.until(({ stdout }) => stdout.includes('\n'));
    program.child.stdout?.destroy();
    await expect(program.ended).resolves.toEqual({ code: 0, signal: null });
    expect(program.stderr).not.toMatch(/EPIPE|^\s+at /m);
  });

  test('both outputs closed from the start', async () => {
    const program = start(CHAPTER_1);
    program.child.stdout?.destroy();
    program.child.stderr?.destroy();
    await expect(program.ended).resolves.toEqual({ code: 0, signal: null });
  });
});
