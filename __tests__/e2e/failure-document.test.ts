import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { clearAll, run } from './program.ts';
import { EMBEDDED, endAll, labHome, leftIn } from './standing.ts';
import { freePorts, occupy } from './world.ts';

const SCHEMA = new URL('../../docs/failure.schema.json', import.meta.url);
const isFailure = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

afterEach(async () => {
  await clearAll();
  await endAll();
});

/** How a command fails, with which exit code, and what it says. */
const FAILURES: readonly (readonly [args: readonly string[], code: number, says: string])[] = [
  [['up', '--json', '--bogus'], 2, "unknown option '--bogus'"],
  [['down', '--json', '--yes', '--bogus'], 2, "unknown option '--bogus'"],
  [['doctor', '--json', '--config', 'nosuch'], 2, 'There is no configuration file nosuch.'],
  [['--ci', '--keep', '--detach', '--json', '--bogus'], 2, "unknown option '--bogus'"],
  // What only the process of the lab finds out.
  [['up', '--json', '--idp', 'foo'], 2, '--idp foo is neither a known name nor a URL.'],
  [['up', '--json', ...EMBEDDED], 4, 'USER_PASSWORD is not set.'],
];

test.each(FAILURES)('%j writes one document, of why it failed', async (args, code, says) => {
  const ended = await run(args, { home: labHome() });
  const document: unknown = JSON.parse(ended.stdout);
  expect(isFailure.errors ?? []).toEqual([]);
  expect(isFailure(document)).toBe(true);
  expect(document).toMatchObject({ exitCode: code, failure: { message: says, next: expect.any(String) } });
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(`error: ${says}\n`);
});

// On Windows there is no session of its own for a lab.
if (process.platform === 'linux') {
  test('a step that fails on the way, and a file that cannot be written, likewise', async () => {
    const home = labHome({ USER_PASSWORD: 'demo' });
    const [port = 0] = await freePorts(1);
    const taken = await occupy(port);
    const up = await run(['up', '--json', ...EMBEDDED, '--port-tool', String(port)], { home });
    await taken.release();
    expect(isFailure(JSON.parse(up.stdout))).toBe(true);
    const document = JSON.parse(up.stdout);
    expect(document).toMatchObject({ exitCode: up.code, outcome: 'part-unreachable' });
    expect(up.stderr).toContain(`error: ${document.failure.message}`);
    const late = await run(['up', '--json', ...EMBEDDED, '--write-env', join(home.folder, 'no', 'x')], { home });
    expect(isFailure(JSON.parse(late.stdout))).toBe(true);
    expect(JSON.parse(late.stdout).exitCode).toBe(late.code);
    expect(await leftIn(home)).toEqual([]);
  });
}
