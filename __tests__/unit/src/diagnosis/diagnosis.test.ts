import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { cli } from '../../../../src/cli.ts';
import { CATALOGUE } from '../../../../src/diagnosis/catalogue.ts';
import { diagnose } from '../../../../src/diagnosis/diagnose.ts';
import { catalogueAsMarkdown } from '../../../../src/diagnosis/markdown.ts';

const silent = {
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  env: {},
  signal: new AbortController().signal,
  entry: '',
};

/** Raw messages as engines, Keycloak and libraries gave them; the name begins with the entry that has to recognise it. */
const FOLDER = join(import.meta.dirname, 'fixtures');
const captured = readdirSync(FOLDER).map((name) => ({ name, id: name.split('.')[0] ?? '' }));

test.each(captured)('$name is recognised', ({ name, id }) => {
  expect(diagnose(readFileSync(join(FOLDER, name), 'utf8'))?.id).toBe(id);
});

describe.each(CATALOGUE)('$id', ({ id, example, title, cause, wayOut }) => {
  test('has a captured message, and recognises its own example', () => {
    expect(captured.map((message) => message.id)).toContain(id);
    expect(diagnose(example)?.id).toBe(id);
  });

  test('says a cause and a way out in whole sentences', () => {
    for (const text of [cause, wayOut]) expect(text).toMatch(/^\S.{10,}\.$/s);
    expect(title).toMatch(/^[A-Za-z].*[^.]$/);
  });
});

/** Options of other programs that the catalogue names. */
const OTHERS = ['--memory', '--shutdown', '--http-port', '--no-config', '--server', '--realm', '--user'];

test('every option that is advised is one of the program, or of the program that it is said of', () => {
  const program = cli(silent, () => {});
  const own = [program, ...program.commands].flatMap(({ options }) => options.map(({ long }) => long));
  const advised = CATALOGUE.flatMap(({ wayOut, cause }) => `${cause} ${wayOut}`.match(/(?<=\s|^)--[a-z][\w-]*/g) ?? []);
  expect(advised.length).toBeGreaterThan(0);
  expect(advised.filter((option) => !own.includes(option) && !OTHERS.includes(option))).toEqual([]);
});

test.each([
  ['a registry login alone: the program pulls without it', /docker login(?!.*docker pull)/],
  ['to remove what a learner may have kept', /system prune|rm -rf|volume rm/],
  ['a client that the tutorial’s server turns away', /llama_stack_client==0\.1/],
  ['that the program does what needs an admin, without naming one', /let step 1a do it/i],
])('nothing advises %s', (_, advice) => {
  for (const { wayOut } of CATALOGUE) expect(wayOut).not.toMatch(advice);
});

test.each([
  'GET /v1/health: It answered 404: Not Found.',
  '{"detail":"Not Found"}',
  "Tool Group 'mcp::open' not found. Use 'client.toolgroups.list()' to list available Tool Groups.",
])('a stack server is no Keycloak: %s', (message) => {
  expect(diagnose(message)).toBeUndefined();
});

test('ids are unique', () => {
  expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
});

test.each([
  ['a thrown error', new Error('connect ENOENT /var/run/docker.sock')],
  ['its cause', new Error('fetch failed', { cause: new Error('connect ECONNREFUSED ::1:8080') })],
  ['several at once', new AggregateError([new Error('connect ECONNREFUSED ::1:8080')], 'all failed')],
  ['a code', Object.assign(new Error('refused'), { code: 'OAUTH_HTTP_REQUEST_FORBIDDEN' })],
  ['an answer read as JSON', { error: 'invalid_grant', error_description: 'Account is not fully set up' }],
])('%s is read', (_, raw) => {
  expect(diagnose(raw)).toBeDefined();
});

test.each([undefined, null, 42, '', 'Hello, world!', {}, new Error('')])('%p is no known fault', (raw) => {
  expect(diagnose(raw)).toBeUndefined();
});

test('something that holds itself is read to an end', () => {
  const loop: Record<string, unknown> = { message: 'HTTPS required' };
  loop.self = loop;
  expect(diagnose(loop)?.id).toBe('https-required');
});

test('the page has every entry, with what one sees of it', () => {
  const page = catalogueAsMarkdown();
  for (const { title, example, wayOut } of CATALOGUE) {
    expect(page).toContain(`### ${title}\n\n\`\`\`\n${example}\n\`\`\``);
    expect(page).toContain(`**Way out:** ${wayOut}`);
  }
});
