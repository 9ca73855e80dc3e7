import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configOf, readConfig } from '../../../../../src/deployment/config/read-config.ts';
import { TutorialError } from '../../../../../src/errors.ts';
import { COMMANDS, LONG, rawIn } from '../../../../hostile.ts';

const SECRET = 'hunter2-and-more';

function whyNot(content: string): string {
  try {
    configOf('file.json', content);
    return '';
  } catch (error) {
    if (!(error instanceof TutorialError) || error.kind !== 'usage') throw error;
    return error.why ?? '';
  }
}

test.each<[file: string, said: string]>([
  ['[]', 'the whole file (line 1, column 1): found an empty list; there may stand an object.'],
  ['{"stak": {}}', 'stak (line 1, column 2): there is no such key. Did you mean stack?'],
  ['{"idp": "auto"}', 'idp (line 1, column 2): there is no such key. Did you mean identity.idp?'],
  [
    '{"zzz": 1}',
    'there is no such key. There may stand $schema, identity, stack, mcp, tool, model, call, run, verify, tls, plainHttpTo.',
  ],
  ['{"stack": {}}', 'stack.url (line 1, column 2): found nothing; there may stand the URL of a stack server.'],
  [
    '{"tool": {"url": 10000}}',
    'tool.url (line 1, column 11): found a number; there may stand the URL of a tool server.',
  ],
  ['{"tool": {"url": ""}}', 'found an empty text; there may stand the URL of a tool server, which is not empty.'],
  [`{"tool": {"url": "${'x'.repeat(3_000)}"}}`, 'the URL of a tool server, of at most 2000 characters.'],
  ['{"mcp": null}', 'mcp (line 1, column 2): found null; there may stand an object.'],
  [
    '{"mcp": {"url": "x", "transport": "see"}}',
    'found a text; there may stand one of sse, streamable-http. Did you mean sse?',
  ],
  ['{"identity": {"token": {"by": "pasword"}}}', 'identity.token.by (line 1, column 25): found a text'],
  ['{"identity": {"token": {"by": "pasword"}}}', 'Did you mean password?'],
  ['{"identity": {"token": {"by": "command"}}}', 'identity.token.command (line 1, column 15): found nothing'],
  [
    '{"identity": {"token": {"by": "command", "command": ["a", 1]}}}',
    'identity.token.command[1] (line 1, column 59): found a number',
  ],
  [
    '{"identity": {"token": {"by": "env", "envv": "A"}}}',
    'identity.token.envv (line 1, column 38): there is no such key. Did you mean env?',
  ],
  ['{"identity": {"token": {"by": "env", "env": "A-B"}}}', 'the name of a variable, of letters, digits and _.'],
  [
    `{"identity": {"clientSecret": "${SECRET}"}}`,
    'found a text; there may stand {"env": "CLIENT_SECRET"}, which names a variable of the environment: no secret stands in a file.',
  ],
  [`{"identity": {"password": "${SECRET}"}}`, 'No secret stands in a file: the environment holds it (USER_PASSWORD'],
  [
    `{"stack": {"url": "x", "headers": {"authorization": "Bearer ${SECRET}"}}}`,
    'stack.headers.authorization (line 1, column 36): found a text; there may stand {"env": "STACK_AUTHORIZATION"}',
  ],
  ['{"stack": {"url": "x", "headers": {"": {"env": "A"}}}}', 'stack.headers[""]'],
  [
    '{"tls": {"caFiles": "ca.pem"}}',
    'tls.caFiles (line 1, column 10): found a text; there may stand a list of paths of files.',
  ],
  ['{"plainHttpTo": []}', 'found an empty list; there may stand names of hosts, at least one.'],
  ['{"__proto__": {"url": "x"}}', '__proto__ (line 1, column 2): there is no such key.'],
  ['{"tool": {"url": "x"}', 'It is no JSON: line 1, column 22: the text ends where a comma or } has to stand.'],
])('%s', (content, said) => {
  expect(whyNot(content)).toContain(said);
  expect(whyNot(content)).not.toContain(SECRET);
});

test('all that is wrong is told at once, up to a limit', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`unknown${index}`, 1]));
  const lines = whyNot(JSON.stringify(many)).split('\n');
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toContain('… and 20 more.');
});

test('whatever stands in a file ends in a configuration or in an error of bounded length, which repeats no value', () => {
  const HOSTILE: unknown[] = [
    ...[
      SECRET,
      `http://me:${SECRET}@localhost/?key=${SECRET}`,
      COMMANDS + SECRET,
      `${SECRET}${LONG}`,
      `eyJhbGciOi.${SECRET}`,
    ],
    ...[
      null,
      true,
      0,
      -1e308,
      '',
      [],
      {},
      [[[SECRET]]],
      { env: SECRET },
      { by: SECRET },
      { by: 'env', env: SECRET },
      { [COMMANDS]: SECRET },
    ],
  ];
  const GOOD = {
    $schema: './config.schema.json',
    identity: {
      idp: 'embedded',
      client: 'c',
      clientSecret: { env: 'CLIENT_SECRET' },
      token: { by: 'command', command: ['a', 'b'] },
    },
    stack: { url: 'http://localhost:1', headers: { authorization: { env: 'STACK_AUTHORIZATION' } } },
    mcp: { url: 'http://localhost:2', transport: 'sse' },
    call: { tool: 'fetch', arguments: { url: 'x' }, expect: 'Hello' },
    tls: { caFiles: ['ca.pem'], certFile: 'c', keyFile: 'k' },
    plainHttpTo: ['tool.example.org'],
  };
  expect(whyNot(JSON.stringify(GOOD))).toBe('');
  const wrong = [...places(GOOD)].flatMap((path) => [
    ...HOSTILE.map((value) => changed(GOOD, path, value)),
    ...[COMMANDS, LONG, `eyJhbGciOi.${SECRET}.x`, '__proto__', 'constructor'].map((key) =>
      changed(GOOD, [...path, key], SECRET),
    ),
  ]);
  expect(wrong.length).toBeGreaterThan(400);
  for (const each of wrong) {
    const content = JSON.stringify(each);
    for (const text of [content, content.slice(0, -7), content.replace('"', "'")]) {
      const why = whyNot(text);
      expect(why.length).toBeLessThan(5_000);
      expect(why).not.toContain(SECRET);
      expect(rawIn(why)).toEqual([]);
    }
  }
});

describe('a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('may begin with a byte order mark; what it names is relative to it', async () => {
    const name = join(folder, 'mine.json');
    writeFileSync(name, '\ufeff{"identity": {"idp": "embedded"}}');
    expect(await readConfig(name, true)).toEqual({
      ...{ name, wasNamed: true, folder },
      config: { identity: { idp: 'embedded' } },
    });
  });

  test('that is not there is none', async () => {
    expect(await readConfig(join(folder, 'none.json'), true)).toBeUndefined();
  });

  test.each([
    ['too large', `{"$schema": "${'x'.repeat(70_000)}"}`, 'It is larger than 64 KiB.'],
    ['not in UTF-8', Buffer.from([0xff, 0xfe, 0x7b, 0]), 'It is not written in UTF-8.'],
  ])('that is %s is told so', async (_, content, why) => {
    writeFileSync(join(folder, 'mine.json'), content);
    await expect(readConfig(join(folder, 'mine.json'), true)).rejects.toMatchObject({ kind: 'usage', why });
  });

  test('that is a folder, or stands in a file, is told so', async () => {
    writeFileSync(join(folder, 'mine.json'), '{}');
    await expect(readConfig(folder, true)).rejects.toMatchObject({ why: 'It is no file.' });
    await expect(readConfig(join(folder, 'mine.json', 'more'), true)).rejects.toMatchObject({ kind: 'usage' });
  });
});

/** The paths of all that stands in a value, but for the value itself. */
function* places(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield [...path, name];
    yield* places(inner, [...path, name]);
  }
}

/** A copy that has another value at this path, or one more where there is none. */
function changed(value: unknown, [name = '', ...rest]: readonly string[], to: unknown): unknown {
  const inner = rest.length === 0 ? to : changed((value as Record<string, unknown>)[name], rest, to);
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === name ? inner : each));
  if (typeof value !== 'object' || value === null) return value;
  // A member of this name, whatever it is: an assignment to __proto__ makes none.
  return Object.fromEntries([...Object.entries(value).filter(([key]) => key !== name), [name, inner]]);
}
