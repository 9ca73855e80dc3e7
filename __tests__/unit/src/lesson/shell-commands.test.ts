import { spawnSync } from 'node:child_process';
import { selfCommand } from '../../../../services/machine/self-command.ts';
import { powershellText, setVariable, shellOn, shellWord } from '../../../../src/lesson/shell.ts';
import { courseLab } from '../../../course-lab.ts';
import { LESSON } from '../../../lesson.ts';

const lab = courseLab({ program: 'npx tutorial-tui' });
const powershell = (id: string) =>
  LESSON.find((step) => step.id === id)
    ?.byHand(lab, 'powershell')
    .map(({ text }) => text);

test('Windows has PowerShell, everything else a POSIX shell', () => {
  expect([shellOn('win32'), shellOn('darwin'), shellOn('linux')]).toEqual(['powershell', 'posix', 'posix']);
});

test.each(['alan', "o'hara & sons", '$HOME `id` "x"', '-rf', 'a b', '', '*'])(
  '%j is one word of a POSIX shell',
  (text) => {
    const { stdout } = spawnSync('sh', ['-c', `printf '%s|' ${shellWord(text)}`], { encoding: 'utf8' });
    expect(stdout).toBe(`${text}|`);
  },
);

// about_Quoting_Rules: within single quotes nothing is expanded, and a quote is doubled; the typographic ones count as quotes.
test.each([
  ['alan', "'alan'"],
  ["o'hara", "'o''hara'"],
  ['$env:X `n "y"', `'$env:X \`n "y"'`],
  ['o’hara', "'o’’hara'"],
])('%j is the text %s of PowerShell', (text, quoted) => {
  expect(powershellText(text)).toBe(quoted);
});

test('a variable is set for what is started afterwards', () => {
  expect(setVariable('USER_NAME', "o'hara", 'posix')).toBe(String.raw`export USER_NAME='o'\''hara'`);
  expect(setVariable('USER_NAME', "o'hara", 'powershell')).toBe("$env:USER_NAME = 'o''hara'");
});

test('in PowerShell, what gets is curl.exe, for curl is another command in 5.1', () => {
  expect(powershell('1b')?.[1]).toBe('curl.exe -si http://localhost:10000');
  expect(powershell('1c')?.[1]).toBe('curl.exe -sN -m 1 http://localhost:8000/sse | Select-Object -First 2');
});

test('in PowerShell, what posts is its own client: no quote of JSON passes through the arguments of a program', () => {
  expect(powershell('1a')?.[1]).toBe(
    `(Invoke-WebRequest -UseBasicParsing -Method Post '${lab.issuer}/protocol/openid-connect/token' \`\n` +
      "  -Body @{ grant_type = 'password'; username = $env:USER_NAME; password = $env:USER_PASSWORD; client_id = 'llama-stack'; scope = 'tool-audience' }).Content",
  );
  expect(powershell('3a')?.[0]).toBe(
    "(Invoke-WebRequest -UseBasicParsing -Method Post 'http://localhost:8321/v1/tool-runtime/invoke' `\n" +
      "  -ContentType 'application/json' `\n" +
      `  -Headers @{ 'X-LlamaStack-Provider-Data' = '{"api_key": "some-api-key"}' } \`\n` +
      `  -Body '{"tool_name":"fetch","kwargs":{"url":"http://localhost:10000"}}').Content`,
  );
  expect(powershell('3b')?.[1]).toContain(
    "@{ 'X-LlamaStack-Provider-Data' = (@{ api_key = $env:ACCESS_TOKEN } | ConvertTo-Json -Compress) }",
  );
});

test('nothing of a POSIX shell is left in a command for PowerShell', () => {
  for (const step of LESSON)
    for (const { text } of step.byHand(lab, 'powershell'))
      expect(text).not.toMatch(/\\\n|\$\(|\$USER|\$ACCESS|export |\bhead\b|curl (?!\.exe)/);
});

test('an address with what a shell would act on stays one word', () => {
  const named = "http://localhost:8080/realms/x';id;$(id)`id`&";
  const hostile = courseLab({ issuer: named });
  for (const step of LESSON)
    for (const { text } of step.byHand(hostile, 'posix').filter(({ text }) => text.includes('realms/x'))) {
      const { stderr, status } = spawnSync('sh', ['-n', '-c', text], { encoding: 'utf8' });
      expect({ text, status, stderr }).toEqual({ text, status: 0, stderr: '' });
      expect(text).toContain(String.raw`realms/x'\'';id;$(id)`);
    }
});

describe('the program is started again', () => {
  const entry = "/home/o'hara/dist/bin.js";
  test.each([
    ['from a POSIX shell', {}, 'linux', String.raw`node '/home/o'\''hara/dist/bin.js'`],
    ['from PowerShell', {}, 'win32', "node '/home/o''hara/dist/bin.js'"],
    ['by npx', { npm_command: 'exec' }, 'win32', 'npx tutorial-tui'],
    ['by npm start', { npm_lifecycle_event: 'start' }, 'linux', 'npm start --silent --'],
    [
      'by npm start, where PowerShell would keep the --',
      { npm_lifecycle_event: 'start' },
      'win32',
      "npm start --silent '--'",
    ],
  ] as const)('%s', (_, env, platform, command) => {
    expect(selfCommand(env, entry, '/x/bin.js', platform)).toBe(command);
  });
});
