import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Command } from '../../src/lesson/step.ts';
import type { CourseLab } from '../../steps/course-lab.ts';
import { courseLab } from '../course-lab.ts';
import { LESSON } from '../lesson.ts';
import { CLIENT_SECRETS, type KeptLab, keptLab, USER_NAME, USER_PASSWORD } from './kept-lab.ts';
import { BIN, clearAll } from './program.ts';
import { saltsIn } from './salt.ts';
import { emptied, processesOf } from './world.ts';

/** What a caller sees of any refusal of the tool. */
const REFUSED = /Client error '401 Unauthorized'[\s\S]*"error_code":1/;
/** What each step's requests print, in the order in which the step lists them: what `shows` promises. */
const PRINTS: Partial<Record<string, readonly RegExp[]>> = {
  '0': [/^v(\d+\.){2}\d+\n$/],
  '1a': [/"issuer":\s*"http:\/\/localhost:\d+\/realms\/demo"/, /"access_token":"eyJ.*"expires_in":300.*tool-audience/],
  '1b': [/^HTTP\/1\.1 401 Unauthorized\r\n[\s\S]*^www-authenticate: Bearer/im],
  '1c': [/^event: endpoint\r?\ndata: \/messages\/\?session_id=[0-9a-f]{32}\r?\n$/],
  '2a': [/^\{"version":"0\.2\.3"\}$/],
  '2b': [/^null$/, /"identifier":"fetch"[\s\S]*"endpoint":"http:\/\/localhost:\d+\/sse"/],
  '3a': [/Client error '401 Unauthorized'[\s\S]*"error_code":1/],
  '3b': [/^$/, /Hello, world!.*"error_code":0/],
  '2.1': [/^$/, /Hello, world!.*"error_code":0/],
  '2.2': [REFUSED],
  '2.3': [/^$/, REFUSED],
  '2.4': [/^$/, REFUSED],
  '2.5': [/^$/, /^$/, REFUSED],
  '2.6': [/^$/, /^$/, REFUSED],
  '2.7': [/^$/, /^$/, REFUSED],
  '2.8': [/^$/, /^$/, REFUSED],
  '2.9': [/^$/, /^$/, REFUSED],
  '2.10': [/^$/, REFUSED],
  '2.11': [/^$/, REFUSED],
  '2.12': [/^$/, /^$/, REFUSED],
  '2.13': [/^$/, /^$/, /Hello, world!.*"error_code":0/, /^\{"active":false\}$/],
  '2.14': [/^$/, /^Hello, world!$/],
  '2.16': [/^$/, /^$/, REFUSED],
  '3.1': [/^$/, /Hello, world!.*"error_code":0/, /^Hello, world!$/],
  '3.2': [
    /^HTTP\/1\.1 401 Unauthorized\r\n[\s\S]*^www-authenticate: Bearer .*resource_metadata="http/im,
    /"authorization_servers":\["http:\/\/localhost:\d+\/realms\/demo"\]/,
  ],
  '3.3': [/^$/, /^\{"detail":.*\/sse .*401/],
  '3.4': [/^$/],
  '3.5': [/^$/, /^null$/, /^null$/, /Hello, world!.*"error_code":0/],
  '3.6': [/^$/, /^$/, /azp: 'llama-stack',\s+aud: 'mcp-server'[\s\S]*azp: 'mcp-server',\s+aud: 'my-external-tool'/],
  '3.7': [/^$/, /"invalid_request".*"Standard token exchange is not enabled for the requested client"/],
  '3.8': [/^$/, /Hello, world!.*"error_code":0/],
  '3.9': [/^$/, /^mcp-server\n$/],
  '3.10': [
    /^$/,
    /Method Not Allowed/,
    /expected audience "my-external-tool" got \["mcp-server"\]/,
    /^$/,
    /The token was issued for somebody else\./,
    /^Hello, world!$/,
  ],
  '4.1': [/"access_token":"eyJ/],
  '4.2': [/<form id="kc-form-login"[\s\S]*name="password"/, /^HTTP\/1\.1 302 Found[\s\S]*error=invalid_request/],
  '4.4': [/<form id="kc-form-login"[\s\S]*name="password"/],
  '4.5': [/<form id="kc-form-login"[\s\S]*name="password"/],
  '4.7': [/"error":"invalid_grant","error_description":"Code not valid"/],
  '5.1': [/"name":"scripted:latest"/],
  '5.2': [/"tool_calls":\[.*"fetch"/, /^$/, /Hello, world!.*"error_code":0/],
  '5.4': [/"content":"I was never given one/],
  '5.5': [/"tool_calls":\[.*\/api\/version/, /^$/, /the token was not sent.*"error_code":1/],
  '5.6': [/^$/, /"mcp_list_tools"[\s\S]*"mcp_call"[\s\S]*Hello, world!/],
  '4.8': [/"user_code":"[A-Z]{4}-[A-Z]{4}"[\s\S]*"interval":5/],
};
/** Steps of chapter 3 that want another MCP server than the others. */
const REPAIRED = (id: string) => ['3.2', '3.3', '3.5', '3.8'].includes(id);
const BETWEEN = '-- next --';

// The commands are for a POSIX shell.
if (process.platform !== 'win32') {
  describe('the same thing by hand, pasted into another terminal while the lab runs', () => {
    let lab: KeptLab;
    beforeAll(async () => {
      lab = await keptLab();
    });
    afterAll(clearAll);

    test.each(stepsWith('request').filter((id) => !REPAIRED(id)))(
      'step %s: each request ends well and shows what it says',
      (id) => printsWhatItSays(id, lab),
    );

    test.each(stepsWith('server'))('step %s: each server says that it listens, and ends on Ctrl-C', async (id) => {
      for (const { text } of commandsOf(id, 'server', knownOf(lab))) {
        const { said, end } = await served(text, lab);
        expect(said).toMatch(/The \w+ server \(.+\) listens on http:\/\/localhost:\d+\. Ctrl-C ends it\./);
        expect(await end()).toBe(0);
      }
    });

    test('what was typed by hand is part of the run, and what chapter 2 breaks, the tool refuses for just that', async () => {
      const stopped = await lab.program.until(() => {
        const typed = typedCalls(lab);
        return typed.length >= 23 && typed;
      });
      expect(stopped).toEqual([
        // Chapter 1.
        'Missing Authorization header',
        'form',
        'Hello, world!',
        // Chapter 2.
        'Hello, world!',
        'Missing Authorization header',
        'audience',
        'audience',
        'signature',
        'signature',
        'algorithm',
        'algorithm',
        'signature',
        'issuer',
        'issuer',
        'expiry',
        'Hello, world!',
        'signature',
        // Step 3.1, twice.
        'Hello, world!',
        'Hello, world!',
        // Step 3.10.
        'audience',
        'Hello, world!',
        // Steps 5.2 and 5.6.
        'Hello, world!',
        'Hello, world!',
      ]);
    });

    if (process.platform === 'linux') {
      test('no process has what prints are made with in its command line or environment', () => {
        const [seen] = lab.program
          .events()
          .flatMap((event) =>
            event.type === 'hop' && event.hop.credential.text === 'some-api-key' ? [event.hop] : [],
          );
        const processes = processesOf(lab.program.home);
        expect(processes.length).toBeGreaterThanOrEqual(5);
        const told = processes.flatMap((pid) =>
          ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8')),
        );
        expect(saltsIn(told.join(' '), 'some-api-key', seen?.credential.print)).toEqual([]);
      });
    }

    test('afterwards everything is gone', async () => {
      lab.program.kill('SIGINT');
      expect(await lab.program.ended).toEqual({ code: 0, signal: null });
      expect(await emptied(async () => processesOf(lab.program.home))).toEqual([]);
    });
  });

  describe('chapter 3 by hand, while its MCP server runs', () => {
    let lab: KeptLab;
    beforeAll(async () => {
      lab = await keptLab(['--only', '3.5']);
    });
    afterAll(clearAll);

    test.each(stepsWith('request').filter(REPAIRED))('step %s: each request ends well and shows what it says', (id) =>
      printsWhatItSays(id, lab),
    );
  });
}

/** What the tool said of each call that was made since the lesson itself has ended, in their order: the check that the call failed, or the answer. */
function typedCalls({ program }: KeptLab): readonly (string | undefined)[] {
  const events = program.events();
  return events
    .slice(events.findIndex(({ type }) => type === 'session-ended'))
    .flatMap((event) => (event.type === 'hop' && event.hop.to === 'tool' && event.hop.answer ? [event.hop] : []))
    .toSorted((a, b) => a.at - b.at)
    .map(({ answer }) => answer?.checks?.find(({ passed }) => !passed)?.id ?? answer?.text);
}

/** Pastes the requests of a step, one after the other, and reads what each prints. */
async function printsWhatItSays(id: string, lab: KeptLab): Promise<void> {
  const requests = commandsOf(id, 'request', knownOf(lab)).map(({ text }) => text);
  // Beside the lab's own, which runs what its steps start.
  const beside = lessonStep(id)?.starts === undefined ? commandsOf(id, 'server', knownOf(lab)) : [];
  const servers = await Promise.all(beside.map(({ text }) => served(text, lab)));
  const { code, stdout, stderr } = await inShell(requests.join(`\nprintf '%s' '${BETWEEN}'\n`));
  for (const { end } of servers) expect(await end()).toBe(0);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const printed = stdout.split(BETWEEN);
  const expected = PRINTS[id] ?? [];
  expect(printed).toHaveLength(expected.length);
  printed.forEach((text, index) => {
    expect(text).toMatch(expected[index] ?? /$^/);
  });
}

function knownOf({ issuer, url }: KeptLab): KnownOfLab {
  return { issuer, program: `'${process.execPath}' '${BIN}'`, url };
}

/** A server as typed into a terminal of its own: what it says when it listens; `end` is Ctrl-C, and gives the exit code. */
async function served(text: string, { program }: KeptLab): Promise<{ said: string; end: () => Promise<unknown> }> {
  const shell = spawn('bash', ['-c', `exec ${text}`], {
    env: { ...process.env, USER_NAME, USER_PASSWORD, ...CLIENT_SECRETS, ...program.home.env },
  });
  const ended = new Promise((resolve) => shell.once('close', resolve));
  const said = await new Promise<string>((resolve, reject) => {
    let output = '';
    shell.stdout.setEncoding('utf8').on('data', (more: string) => {
      output += more;
      if (output.includes('listens on')) resolve(output);
    });
    shell.once('close', (code) => reject(new Error(`${text} ended with ${code}: ${output}`)));
  });
  const end = () => {
    shell.kill('SIGINT');
    return ended;
  };
  return { said, end };
}

type KnownOfLab = Pick<CourseLab, 'issuer' | 'program' | 'url'>;

function lessonStep(id: string): (typeof LESSON)[number] | undefined {
  return LESSON.find((step) => step.id === id);
}

/** The commands need no more of a lab than where its parts are. */
function commandsOf(id: string, kind: Command['kind'], lab: KnownOfLab): readonly Command[] {
  return (
    lessonStep(id)
      ?.byHand(courseLab(lab), 'posix')
      .filter((command) => command.kind === kind) ?? []
  );
}

function stepsWith(kind: Command['kind']): string[] {
  const nowhere = { issuer: 'http://localhost:1/realms/demo', program: '', url: () => 'http://localhost:1' };
  return LESSON.map(({ id }) => id).filter((id) => commandsOf(id, kind, nowhere).length > 0);
}

/** As pasted into a terminal in which the tutorial's two variables are set. */
function inShell(script: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const shell = spawn('bash', ['-c', script], {
    env: { ...process.env, USER_NAME, USER_PASSWORD, ...CLIENT_SECRETS },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let stdout = '';
  let stderr = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    shell.once('error', reject);
    shell.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
