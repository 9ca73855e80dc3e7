import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { execa } from 'execa';
import { load } from 'js-yaml';
import { COURSE } from '../../steps/index.ts';
import { blocks, links, page } from '../docs/markdown.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NOT_COPIED = ['node_modules', 'dist', '.git', 'coverage'];
/** All that the package may hold. */
const SHIPPED =
  /^(dist\/[\w-]+\.js|dist\/THIRD-PARTY-NOTICES\.txt|dist\/sbom\.cdx\.json|docs\/(references\/)?[\w.-]+\.(md|json)|docs\/pictures\/[\w-]+\.svg|[A-Z]+\.md|LICENSE|Containerfile|package\.json)$/;
/** Bytes of the tarball: what npx makes somebody wait for. */
const LARGEST = 1_000_000;

let scratch: string;
let consumer: string;
let shipped: string[];
let tarball: string;
let size: number;
/** Of two that were packed from the same sources, in other folders, under another mask, time zone and language. */
let hashes: readonly string[];

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

/** What npm says of the package, packed from a copy of the sources in this folder under this mask; the build is part of packing. */
async function pack(folder: string, surroundings: Record<string, string> = {}, mask = process.umask()) {
  const project = join(scratch, folder);
  cpSync(ROOT, project, {
    recursive: true,
    filter: (path) => !NOT_COPIED.some((name) => path === join(ROOT, name)) && !path.includes('.dist-'),
  });
  // As they would be in a checkout that was made under that mask.
  for (const each of readdirSync(project, { recursive: true, encoding: 'utf8' })) {
    const path = join(project, each);
    chmodSync(path, statSync(path).mode & ~mask);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'), 'junction');
  const to = dirname(project);
  const before = process.umask(mask);
  try {
    const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', to], {
      cwd: project,
      env: { ...env(), ...surroundings },
    });
    const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[')));
    return { ...packed, tarball: join(to, packed.filename) };
  } finally {
    process.umask(before);
  }
}

beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'tutorial tui package ')));
  const packed = await pack('project');
  const again = await pack('elsewhere/project again', { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' }, 0o077);
  hashes = [packed.integrity, again.integrity];
  size = packed.size;
  shipped = packed.files.map(({ path }: { path: string }) => path);
  tarball = packed.tarball;

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

  test('is the same, byte by byte, wherever and whenever it is packed', () => {
    expect(hashes[0]).toMatch(/^sha512-/);
    expect(hashes[1]).toBe(hashes[0]);
  });

  test('has a bill of materials that its standard takes (CycloneDX 1.6)', () => {
    const schemas = join(ROOT, 'node_modules/@cyclonedx/cyclonedx-library/res/schema');
    const schema = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'));
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['spdx', 'jsf-0.82'])
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    expect(ajv.validate(schema('bom-1.6'), bill()) || ajv.errors).toBe(true);
    expect(bill().metadata.component).toMatchObject({ name: 'tutorial-tui', type: 'application' });
    expect(titles()).toEqual(expect.arrayContaining([expect.stringMatching(/^jose \d+\.\d+\.\d+ \(MIT\)$/)]));
    const hashes = bill().components.map((each: { readonly hashes?: readonly unknown[] }) => each.hashes?.length);
    expect(new Set(hashes)).toEqual(new Set([1]));
  });

  test('comes with a licence’s text for every package of the bill, and for no other', () => {
    const notices = readFileSync(installed('dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const entries = notices.split(/\n{3}(?=\S+ \d+\.\d+\.\d+\S* \(.+\)\n\n=+\n)/).slice(1);
    expect(entries.map((entry) => entry.split('\n')[0]).toSorted()).toEqual(titles().toSorted());
    // Words of every licence that gives leave to use something.
    const without = entries.filter((entry) => !/permission|permitted|licensed under|public domain/i.test(entry));
    expect(without).toEqual([]);
  });
});

/** The bill of materials that was installed. */
function bill() {
  return JSON.parse(readFileSync(installed('dist', 'sbom.cdx.json'), 'utf8'));
}

/** `jose 6.2.18 (MIT)`, of every component of the bill. */
function titles(): string[] {
  interface Component {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly { readonly expression?: string; readonly license?: { readonly id: string } }[];
  }
  return bill().components.map(({ group, name, version, licenses }: Component) => {
    const [said] = licenses;
    return `${group ? `${group}/` : ''}${name} ${version} (${said?.expression ?? said?.license?.id})`;
  });
}

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

  test('npx tutorial-tui export writes a lab whose image has the package’s own program', async () => {
    const { exitCode } = await npx('export', 'compose', '--output', 'lab');
    expect(exitCode).toBe(0);
    const inImage = (path: string) => readFileSync(join(consumer, 'lab', 'image', path));
    const inPackage = (path: string) => readFileSync(join(consumer, 'node_modules', 'tutorial-tui', path));
    for (const path of ['Containerfile', 'LICENSE', 'package.json', 'dist/bin.js'])
      expect(inImage(path).equals(inPackage(path))).toBe(true);
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

describe('the recipes of docs/pipelines.md, pasted into an empty folder', () => {
  const [github, gitlab] = blocks(page('docs/pipelines.md'), 'yaml').map((text) => load(text));
  const [shell = ''] = blocks(page('docs/pipelines.md'), 'sh');
  const runIn = (name: string, script: string, more: Readonly<Record<string, string>> = {}) => {
    const cwd = join(consumer, name);
    mkdirSync(cwd);
    const its = { ...env(), npm_config_offline: 'true', ...more };
    return execa('sh', ['-c', script], { cwd, env: its, reject: false }).then((ended) => ({ ...ended, cwd }));
  };

  test('GitHub Actions: the run block leaves what the next step uploads, and the summary', async () => {
    const { steps } = (github as { jobs: { lesson: { steps: Record<string, never>[] } } }).jobs.lesson;
    const script = steps.flatMap(({ run }) => run ?? []).join('\n');
    const upload = steps.find(({ uses }) => String(uses).startsWith('actions/upload-artifact')) as unknown as {
      if: string;
      with: { path: string };
    };
    const summary = join(scratch, 'summary.md');
    const { exitCode, stderr, cwd } = await runIn('github', script, {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    for (const path of upload.with.path.trim().split('\n'))
      expect(readFileSync(join(cwd, path), 'utf8')).toMatch(/<\//);
    expect(upload.if).toBe('always()');
    expect(readFileSync(summary, 'utf8')).toContain('```mermaid');
  });

  test('GitLab CI: the script with its variables leaves what its artifacts name', async () => {
    const { lesson } = gitlab as {
      lesson: {
        variables: Record<string, string>;
        script: string[];
        artifacts: { when: string; paths: string[]; reports: { junit: string } };
      };
    };
    const { variables, script, artifacts } = lesson;
    const { exitCode, stdout, cwd } = await runIn('gitlab', script.join('\n'), { GITLAB_CI: 'true', ...variables });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('\u001b[32m');
    expect(artifacts.when).toBe('always');
    expect(readFileSync(join(cwd, artifacts.reports.junit), 'utf8')).toMatch(/<\/testsuites>\s*$/);
    for (const path of artifacts.paths) expect(readFileSync(join(cwd, path), 'utf8')).toMatch(/<\/html>\s*$/);
  });

  test('a shell: it ends with the verdict, as an event and as its exit code', async () => {
    const good = await runIn('shell', shell);
    expect(good.exitCode).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({ type: 'session-ended', outcome: 'proved' });
    expect(readdirSync(good.cwd).toSorted()).toEqual(['events.ndjson', 'lesson.md', 'lesson.xml']);
    const bad = await runIn('wrong', shell, { TUTORIAL_TUI_TIMEOUT: 'soon' });
    expect(bad.exitCode).toBe(2);
    expect(JSON.parse(bad.stdout)).toMatchObject({ type: 'session-ended', outcome: 'usage', exitCode: 2 });
  });
});
