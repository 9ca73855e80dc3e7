import { execFileSync } from 'node:child_process';
import { GENERATION_IDS, withCredential } from '../../../../services/clients/stack/generation.ts';
import { GENERATIONS } from '../../../../services/clients/stack/generations.ts';
import { invoke } from '../../../../steps/propagation/commands.ts';
import { toolCall } from '../../../../steps/propagation/made-call.ts';
import { courseLab } from '../../../course-lab.ts';

/** The command by hand is the request that the program sends, with the token out of the shell. */
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGFuIn0.c2lnbmF0dXJl';
const labOf = (id: (typeof GENERATION_IDS)[number]) =>
  courseLab({
    foundStack: { version: '9.9.9', generation: GENERATIONS[id], by: 'version', model: 'vllm/o’s "own" @@' },
  });

/** What a command hands to curl, by a shell that knows another curl. */
function given(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { ...process.env, ACCESS_TOKEN: TOKEN };
  return execFileSync('bash', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

if (process.platform !== 'win32') {
  test.each(GENERATION_IDS)('%s: a token out of a variable', (id) => {
    const lab = labOf(id);
    const { generation, model } = lab.foundStack;
    const call = { ...toolCall(lab), model };
    const sent = withCredential(generation.request(call), generation.place(call), TOKEN);
    const args = given(invoke(lab, { variable: 'ACCESS_TOKEN' }, 'posix'));
    expect(args).toContain(`http://localhost:8321${sent.path}`);
    expect(JSON.parse(args[args.indexOf('-d') + 1] ?? '')).toEqual(sent.body);
    const data = args.find((arg) => /^x-llamastack-provider-data: /i.test(arg))?.replace(/^[^ ]* /, '');
    const wanted = sent.headers?.['x-llamastack-provider-data'];
    expect(data && JSON.parse(data)).toEqual(wanted && JSON.parse(wanted));
  });

  test.each(GENERATION_IDS)('%s: the placeholder, and no token at all', (id) => {
    const lab = labOf(id);
    expect(given(invoke(lab, 'some-api-key', 'posix')).join(' ')).toContain('some-api-key');
    expect(given(invoke(lab, undefined, 'posix')).join(' ')).not.toMatch(/authorization|api_key/i);
  });
}

test.each(GENERATION_IDS)('%s: in PowerShell the token is a variable as well', (id) => {
  const command = invoke(labOf(id), { variable: 'ACCESS_TOKEN' }, 'powershell');
  expect(command).toContain('$env:ACCESS_TOKEN');
});
