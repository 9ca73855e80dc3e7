import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { COURSE } from '../../steps/index.ts';
import { links } from '../docs/markdown.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NOT_COPIED = ['node_modules', 'dist', '.git', 'coverage'];
/** All that the package may hold. */
const SHIPPED =
  /^(dist\/[\w-]+\.js|dist\/THIRD-PARTY-NOTICES\.txt|docs\/(references\/)?[\w.-]+\.(md|json)|docs\/pictures\/[\w-]+\.svg|[A-Z]+\.md|LICENSE|package\.json)$/;
/** Bytes of the tarball: what npx makes somebody wait for. */
const LARGEST = 1_000_000;

let scratch: string;
let consumer: string;
let shipped: string[];
let tarball: string;
let size: number;

/** npm and npx without the settings and the cache of whoever runs the tests. */
const env = () => ({
  HOME: scratch,
  USERPROFILE: scratch,
  LOCALAPPDATA: scratch,
  XDG_STATE_HOME: join(scratch, 'state'),
  npm_config_cache: join(scratch, 'empty-cache'),
  npm_config_userconfig: join(scratch, 'npmrc'),
  npm_config_update_notifier: 'false',
  npm_config_ignore_scripts: 'false',
});

beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'tutorial tui package ')));
  const project = join(scratch, 'project');
  cpSync(ROOT, project, {
    recursive: true,
    filter: (path) => !NOT_COPIED.some((name) => path === join(ROOT, name)) && !path.includes('.dist-'),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'), 'junction');
  // The build is part of packing.
  const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', scratch], {
    cwd: project,
    env: env(),
  });
  const packed = JSON.parse(stdout.slice(stdout.indexOf('[')))[0];
  size = packed.size;
  shipped = packed.files.map(({ path }: { path: string }) => path);
  tarball = join(scratch, packed.filename);

  consumer = join(scratch, 'empty folder');
  mkdirSync(consumer);
  // --offline: there is nothing to fetch but the package itself.
  await execa('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: consumer, env: env() });
}, 300_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

const installed = (...path: string[]) => join(consumer, 'node_modules', 'tutorial-tui', ...path);

describe('the package', () => {
  test('holds the program, its licences and its README, and nothing else', () => {
    expect(shipped.filter((path) => !SHIPPED.test(path))).toEqual([]);
    expect(shipped).toEqual(
      expect.arrayContaining(['dist/bin.js', 'dist/THIRD-PARTY-NOTICES.txt', 'README.md', 'LICENSE', 'package.json']),
    );
  });

  test('holds all that its pages link to', () => {
    const broken = shipped
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        links(readFileSync(installed(path), 'utf8'))
          .map((target) => join(dirname(path), target.split('#')[0] || basename(path)).replaceAll('\\', '/'))
          .filter((target) => !shipped.includes(target))
          .map((target) => `${path} → ${target}`),
      );
    expect(broken).toEqual([]);
    expect(shipped).toContain('docs/events.schema.json');
  });

  test('is fetched in a moment', () => {
    expect(size).toBeLessThan(LARGEST);
  });

  test('names one repository, as home, as place for bugs and as source', () => {
    const { homepage, bugs, repository } = JSON.parse(readFileSync(installed('package.json'), 'utf8'));
    const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
    expect(home).toMatch(/^https:\/\/github\.com\/[\w-]+\/tutorial-tui$/);
    expect({ homepage, bugs: bugs.url }).toEqual({ homepage: `${home}#readme`, bugs: `${home}/issues` });
  });

  test('opens nothing but its package.json to others: it is a program', async () => {
    const importing = (what: string) =>
      execa(process.execPath, ['--input-type=module', '-e', `await import('${what}', { with: { type: 'json' } })`], {
        cwd: consumer,
        reject: false,
      });
    for (const path of ['', '/dist/bin.js'])
      expect((await importing(`tutorial-tui${path}`)).stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
    expect((await importing('tutorial-tui/package.json')).exitCode).toBe(0);
  });

  test('needs no other package: none is named, and none was installed beside it', () => {
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(installed('package.json'), 'utf8'),
    );
    expect({ dependencies, optionalDependencies, peerDependencies }).toEqual({});
    const beside = readdirSync(join(consumer, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(beside).toEqual(['tutorial-tui']);
  });

  test('names every bundled package with its licence and the licence’s text', () => {
    const notices = readFileSync(installed('dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const entries = notices.split('\n\n\n').slice(1);
    for (const name of ['jose', '@modelcontextprotocol/sdk', 'execa', 'commander', 'zod', 'ink', 'react']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\S* \\(.+\\)$`, 'm'));
    }
    for (const entry of entries.filter((text) => /^\S+ \d+\.\d+\.\d+\S* \(.+\)\n\n=+/.test(text))) {
      expect(entry.split('\n').slice(4).join('').length).toBeGreaterThan(80);
    }
  });
});

describe('installed in an empty folder, with an empty cache and no network', () => {
  const npx = (...args: string[]) =>
    execa('npx', ['--offline', 'tutorial-tui', ...args], { cwd: consumer, env: env() });

  test('npx tutorial-tui --version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect((await npx('--version')).stdout).toBe(version);
  });

  test('npx tutorial-tui --ci proves the lesson', async () => {
    const { exitCode, stdout } = await npx('--ci', '--idp', 'embedded');
    expect(exitCode).toBe(0);
    const steps = COURSE.flatMap((chapter) => chapter.steps).length;
    expect(stdout).toContain(`${steps} of ${steps} proved`);
  });

  if (process.platform !== 'win32') {
    test('its bin, a symbolic link, starts by itself', async () => {
      const { stdout } = await execa(join(consumer, 'node_modules', '.bin', 'tutorial-tui'), ['list'], { env: env() });
      for (const { title, steps } of COURSE) {
        for (const named of [title, ...steps.map((step) => step.title)]) expect(stdout).toContain(named);
      }
    });
  }
});
