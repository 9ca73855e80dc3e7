import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Who opens connections besides the one client, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  'services/wire/http.ts': 'the one client',
  'services/wire/passage.ts': 'passes on what came to a tap, by the rules of the one client',
  'services/wire/knock.ts': 'looks whether somebody listens, and sends nothing',
  'services/wire/relay.ts': 'passes on to a container what comes to its port of ::1',
  'services/container-engine/docker.ts': 'gives dockerode its agent',
  'services/container-engine/engine-http.ts': 'sockets and pipes of container engines',
  'services/part/lab-link.ts':
    'the socket in a run folder, by which a part that was started by hand reports to its lab',
};
/** What of Node's modules opens no connection. */
const HARMLESS = new Set(['createServer', 'STATUS_CODES', 'BlockList', 'isIP']);

const files = ['src', 'services', 'steps', 'components'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${room}/${name.split(sep).join('/')}`),
);

/** The file without its comments and the words in quotes. */
function code(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

/** What a file could open a connection with. */
function waysOut(file: string): string[] {
  const text = code(file);
  const imported = [...text.matchAll(/^import (?!type )([^;]*?) from '(?:node:)?(?:https?2?|net|tls|dgram)';/gm)]
    .flatMap(([, names = '']) => names.replace(/[{}]/g, '').split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type ') && !HARMLESS.has(name.replace(/ as .*/, '')));
  const loaded = [...text.matchAll(/import\('(?:node:)?(?:https?2?|net|tls|dgram)'\)/g)].map(([call]) => call);
  const globals = [
    ...text.replace(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g, '').matchAll(/(?<![\w.#])(?:fetch|WebSocket|EventSource)\(/g),
  ];
  const libraries = [...text.matchAll(/from '(?:undici|axios|got|node-fetch|ws|eventsource)'/g)];
  return [...imported, ...loaded, ...[...globals, ...libraries].map(([call]) => call)];
}

test('only those who may open connections do', () => {
  const found = Object.fromEntries(
    files.map((file) => [file, waysOut(file)] as const).filter(([, ways]) => ways.length > 0),
  );
  expect(Object.keys(found).sort()).toEqual(Object.keys(ALLOWED).sort());
});

test('libraries that would open their own are given ours', () => {
  const uses = files.flatMap((file) =>
    [
      ...code(file).matchAll(
        /(?:new \w+(?:SSEClient|HTTPClient)Transport|new (?:SSEClient|StreamableHTTPClient|LlamaStackSse)Transport|new Ollama|openid\.discovery)\([\s\S]*?\);/g,
      ),
    ].map(([use]) => ({ file, use })),
  );
  expect(uses.length).toBeGreaterThanOrEqual(5);
  for (const { file, use } of uses) expect(`${file}: ${use}`).toMatch(/fetch: |customFetch\]: /);
});
