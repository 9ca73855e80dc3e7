import { createHash } from 'node:crypto';
import { addressText, parseEngineAddress } from '../../../../services/container-engine/address.ts';
import { engineCandidates } from '../../../../services/container-engine/candidates.ts';
import type { Surroundings } from '../../../../services/container-engine/surroundings.ts';

function around(change: Partial<Surroundings> = {}, files: Readonly<Record<string, string>> = {}): Surroundings {
  return { env: {}, platform: 'linux', homedir: '/home/ada', uid: 1000, readText: (path) => files[path], ...change };
}

const metaOf = (name: string) =>
  `/home/ada/.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`;
const contextOf = (name: string, host: string) => ({
  [metaOf(name)]: JSON.stringify({
    Name: name,
    Metadata: {},
    Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
  }),
});
const places = (surroundings: Surroundings) => engineCandidates(surroundings).map(({ where }) => where);
const first = (surroundings: Surroundings) => engineCandidates(surroundings)[0];

describe('an address', () => {
  test.each([
    ['unix:///var/run/docker.sock', { kind: 'socket', path: '/var/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
    ['tcp://127.0.0.1:2375', { kind: 'tcp', host: '127.0.0.1', port: 2375 }],
    ['tcp://LOCALHOST', { kind: 'tcp', host: 'localhost', port: 2375 }],
    ['localhost:2377', { kind: 'tcp', host: 'localhost', port: 2377 }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375 }],
  ])('%s', (text, address) => {
    expect(parseEngineAddress(text)).toEqual({ address });
  });

  test('with certificates is TLS, on its own port', () => {
    const parsed = parseEngineAddress('tcp://localhost', '/certs');
    expect(parsed).toEqual({ address: { kind: 'tcp', host: 'localhost', port: 2376, certificates: '/certs' } });
  });

  test.each([
    ['ssh://ada@build', /ssh/],
    ['tcp://docker:2375', /another machine/],
    ['fd://', /unknown scheme/],
    ['unix://', /names no path/],
    ['tcp://', /is not an address/],
  ])('%s cannot be used', (text, problem) => {
    expect(parseEngineAddress(text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test.each(['unix:///run/a.sock', 'npipe:////./pipe/docker_engine', 'tcp://localhost:2375'])(
    '%s is written as read',
    (text) => {
      const parsed = parseEngineAddress(text);
      expect('address' in parsed && addressText(parsed.address)).toBe(text);
    },
  );
});

test.each([
  ['ssh://ada:s3cret@build', 'ssh://ada:***@build'],
  ['tcp://ada:s3/cr@et@build:2375', 'tcp://ada:***@build:2375'],
  ['ada:s3cret@build', 'ada:***@build'],
  ['ssh:///ada:s3cret@build', 'ssh:///ada:***@build'],
  ['ssh://ada@build', 'ssh://ada@build'],
  ['tcp://build:2375', 'tcp://build:2375'],
])('%s is told of as %s', (host, told) => {
  expect(first(around({ env: { DOCKER_HOST: host } }))?.where).toBe(told);
  expect(first(around({ env: { DOCKER_CONTEXT: 'far' } }, contextOf('far', host)))?.where).toBe(told);
});

describe('the order', () => {
  test('DOCKER_HOST decides, before any context', () => {
    const env = { DOCKER_HOST: 'unix:///tmp/mine.sock', DOCKER_CONTEXT: 'colima' };
    const found = engineCandidates(around({ env }, {}));
    expect(found.slice(0, 2)).toMatchObject([
      { source: 'DOCKER_HOST', where: 'unix:///tmp/mine.sock', decides: true },
      { source: 'context colima (DOCKER_CONTEXT)', decides: false },
    ]);
  });

  test('DOCKER_CONTEXT decides, and is looked up by the hash of its name', () => {
    const files = contextOf('colima', 'unix:///home/ada/.colima/default/docker.sock');
    const surroundings = { ...around({ env: { DOCKER_CONTEXT: 'colima' } }), readText: (path: string) => files[path] };
    expect(first(surroundings)).toMatchObject({ where: 'unix:///home/ada/.colima/default/docker.sock', decides: true });
  });

  test('the current context of config.json comes before known sockets, but others may take its place', () => {
    const files: Record<string, string> = {
      '/home/ada/.docker/config.json': '{"auths":{},"currentContext":"desktop-linux"}',
      ...contextOf('desktop-linux', 'unix:///home/ada/.docker/desktop/docker.sock'),
    };
    const surroundings = { ...around(), readText: (path: string) => files[path] };
    expect(first(surroundings)).toMatchObject({
      source: 'context desktop-linux (config.json)',
      where: 'unix:///home/ada/.docker/desktop/docker.sock',
      decides: false,
    });
    expect(places(surroundings).filter((where) => where.includes('desktop'))).toHaveLength(1);
  });

  test.each([
    ['default', '{"currentContext":"default"}'],
    ['none', '{}'],
    ['unreadable', '{"currentContext":'],
  ])('a current context that is %s is no candidate', (_, config) => {
    const files: Record<string, string> = { '/home/ada/.docker/config.json': config };
    expect(first({ ...around(), readText: (path) => files[path] })).toMatchObject({ source: 'Docker' });
  });

  test('a context that is not there, or says nothing, is listed with the reason', () => {
    const env = { DOCKER_CONTEXT: 'gone' };
    expect(first(around({ env }))).toMatchObject({
      problem: expect.stringMatching(/no docker context/),
      decides: true,
    });
    const files: Record<string, string> = { [metaOf('gone')]: '{"Endpoints":{}}' };
    expect(first({ ...around({ env }), readText: (path) => files[path] })?.problem).toMatch(/names no docker endpoint/);
  });

  test('DOCKER_CONFIG moves the folder, and a context may bring certificates', () => {
    const hash = createHash('sha256').update('far').digest('hex');
    const files: Record<string, string> = {
      [`/cfg/contexts/meta/${hash}/meta.json`]: '{"Endpoints":{"docker":{"Host":"tcp://localhost:2376"}}}',
      [`/cfg/contexts/tls/${hash}/docker/ca.pem`]: 'x',
    };
    const env = { DOCKER_CONFIG: '/cfg', DOCKER_CONTEXT: 'far' };
    expect(first({ ...around({ env }), readText: (path) => files[path] })?.address).toEqual({
      kind: 'tcp',
      host: 'localhost',
      port: 2376,
      certificates: `/cfg/contexts/tls/${hash}/docker`,
    });
  });
});

describe('known sockets', () => {
  test('on Linux', () => {
    expect(places(around())).toEqual([
      'unix:///var/run/docker.sock',
      'unix:///run/user/1000/docker.sock',
      'unix:///home/ada/.docker/run/docker.sock',
      'unix:///home/ada/.docker/desktop/docker.sock',
      'unix:///home/ada/.colima/default/docker.sock',
      'unix:///home/ada/.config/colima/default/docker.sock',
      'unix:///home/ada/.rd/docker.sock',
      'unix:///run/user/1000/podman/podman.sock',
      'unix:///run/podman/podman.sock',
    ]);
    expect(places(around({ env: { XDG_RUNTIME_DIR: '/xdg' } }))).toContain('unix:///xdg/podman/podman.sock');
  });

  test('on macOS', () => {
    const found = places(around({ platform: 'darwin', homedir: '/Users/ada', env: { TMPDIR: '/var/T/' } }));
    expect(found).toEqual([
      'unix:///var/run/docker.sock',
      'unix:///Users/ada/.docker/run/docker.sock',
      'unix:///Users/ada/.colima/default/docker.sock',
      'unix:///Users/ada/.config/colima/default/docker.sock',
      'unix:///Users/ada/.orbstack/run/docker.sock',
      'unix:///Users/ada/.rd/docker.sock',
      'unix:///var/T/podman/podman-machine-default-api.sock',
      'unix:///Users/ada/.local/share/containers/podman/machine/podman.sock',
      'unix:///Users/ada/.local/share/containers/podman/machine/qemu/podman.sock',
    ]);
  });

  test('on Windows', () => {
    expect(places(around({ platform: 'win32', homedir: 'C:\\Users\\ada', uid: undefined }))).toEqual([
      'npipe:////./pipe/docker_engine',
      'npipe:////./pipe/dockerDesktopLinuxEngine',
      'npipe:////./pipe/podman-machine-default',
    ]);
  });
});
