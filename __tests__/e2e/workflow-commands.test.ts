import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from '../../services/wire/listen.ts';
import { clearAll, run } from './program.ts';
import { freePorts } from './world.ts';

afterEach(clearAll);

/** What a tool may answer to be taken for the workflow, or for the program. */
const FORGED = [
  'x',
  '::stop-commands::abc',
  '::add-mask::o',
  '  ::error file=a.c::forged',
  '##[error]forged',
  '50 of 50 proved in 1.0 s',
  'error: forged',
].join('\n');

/** Whatever else stands between colons is text to the runner. */
const KNOWN =
  /^(?:::(?:error|warning|notice|debug|group|endgroup|echo|add-mask|set-output|save-state|set-env|add-path|add-matcher|remove-matcher)\b[^:]*::|##\[)/;

/** The commands that GitHub's runner takes of a step's output, and whether it takes any further ones; stop and resume as its documentation has them. */
function takenBy(output: string): { readonly commands: string[]; readonly listens: boolean } {
  const commands: string[] = [];
  let word: string | undefined;
  for (const line of output.split('\n').map((each) => each.trimStart())) {
    const stop = /^::stop-commands::(.+)$/.exec(line)?.[1];
    if (word !== undefined) word = line === `::${word}::` ? undefined : word;
    else if (stop !== undefined) word = stop;
    else if (KNOWN.test(line)) commands.push(line);
  }
  return { commands, listens: word === undefined };
}

test.each([
  ['both outputs', '2>&1'],
  ['standard output alone', '2>/dev/null'],
  ['standard error alone', '2>&1 >/dev/null'],
])(
  'of %s, what a tool answers is no command to the runner of a workflow; the program’s own annotations are',
  async (_, sent) => {
    const tool = createServer(({ headers }, response) => {
      if (headers.authorization?.startsWith('Bearer ey')) response.end(FORGED);
      else response.writeHead(401, { 'www-authenticate': 'Bearer realm="my-external-tool"' }).end(FORGED);
    });
    await new Promise<void>((resolve) => tool.listen(0, '127.0.0.1', resolve));
    const ports = await freePorts(4);
    const pinned = ['identity', 'tool', 'mcp', 'stack'].flatMap((part, at) => [`--port-${part}`, `${ports[at]}`]);
    const url = `http://localhost:${(tool.address() as AddressInfo).port}`;
    const { code, stdout } = await run(['--ci', '--chapter', '1', '--idp', 'embedded', '--tool', url, ...pinned], {
      env: { GITHUB_ACTIONS: 'true' },
      within: ['sh', '-c', `exec "$0" "$@" ${sent}`],
    }).finally(() => closeServer(tool));
    expect(code).toBe(3);
    // It was shown: otherwise nothing is tried here.
    expect(stdout).toContain('::add-mask::o');
    const { commands, listens } = takenBy(stdout);
    expect(listens).toBe(true);
    const annotation = expect.stringMatching(/^::error title=3[ab] [A-Z][a-z]+ call::/);
    expect(commands).toEqual(sent.startsWith('2>&1 >') ? [] : [annotation]);
    if (sent !== '2>&1') return;
    // Nor is it a verdict.
    expect(stdout.match(/^\d+ of \d+ proved.*/gm)).toEqual([
      expect.stringMatching(/^[1-9] of 9 proved in .* check-failed$/),
    ]);
    expect(stdout.match(/^error: .*/gm)).toHaveLength(1);
  },
  60_000,
);
