/**
 * Bundles the program, dependencies included, into dist/, with the licences and a bill of materials of what it bundles. Modules behind import() become chunks of their
 * own. dist/ is replaced as a whole, and only by a build that succeeded.
 */
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledPackages } from './bundled-packages.js';
import { thirdPartyNotices } from './notices.js';
import { billOfMaterials } from './sbom.js';

/**
 * What dockerode needs only for engines over ssh and for building images, ink for its development mode (which src/guided/terminal.ts keeps off), and
 * ollama for browsers without fetch: 2 MB that never run here.
 */
const LEFT_OUT = [
  'ssh2',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  'protobufjs',
  'tar-fs',
  'react-devtools-core',
  'ws',
  'whatwg-fetch',
];

/** Zod speaks fifty languages, and a bundle holds them all; nobody asks it for any but English, and every process would read them. */
const ZOD_IN_ENGLISH = {
  name: 'zod-in-english',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

/**
 * The MCP SDK checks what a tool gives against the schema that it offers, with ajv or with a validator that is a tenth of it. It loads ajv in any case, in
 * each process that speaks MCP.
 */
const SMALL_VALIDATOR = {
  name: 'small-validator',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]sdk[\\/]dist[\\/]esm[\\/]validation[\\/]ajv-provider\.js$/ }, () => ({
      contents: "export { CfWorkerJsonSchemaValidator as AjvJsonSchemaValidator } from './cfworker-provider.js';",
    })),
};

const BUSY = ['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY'];
const TRIES = 10;
const WAIT_MS = 100;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const program = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const fresh = await mkdtemp(join(root, '.dist-'));
try {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/bin.ts'],
    outdir: fresh,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: {
      ...Object.fromEntries(LEFT_OUT.map((name) => [name, join(root, 'scripts/left-out.cjs')])),
      // What it names as its main file asks for others in a way that no bundler follows.
      'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
    },
    plugins: [ZOD_IN_ENGLISH, SMALL_VALIDATOR],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url),__dirname=import.meta.dirname;",
    },
    logLevel: 'warning',
    metafile: true,
    // The names of chunks hold their paths, which must not tell where the packages really lie.
    preserveSymlinks: true,
  });
  const packages = await bundledPackages(root, metafile);
  await writeFile(join(fresh, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(packages));
  await writeFile(join(fresh, 'sbom.cdx.json'), billOfMaterials(program, packages));
  // Whatever mask this shell has: a package is the same wherever it is built, and can be read by whoever it is installed for.
  for (const name of await readdir(fresh)) await chmod(join(fresh, name), name === 'bin.js' ? 0o755 : 0o644);
  await chmod(fresh, 0o755);
  await replace();
} catch (error) {
  // esbuild has printed what is wrong in the sources.
  if (!error.errors) throw error;
  process.exitCode = 1;
} finally {
  await remove(fresh);
}

/** The old one goes only when the new one stands in its place. */
async function replace() {
  const old = `${fresh}-old`;
  await patiently(() => rename(dist, old)).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  try {
    await patiently(() => rename(fresh, dist));
  } catch (error) {
    await rename(old, dist).catch(() => {});
    throw error;
  }
  await remove(old);
}

function remove(folder) {
  return rm(folder, { recursive: true, force: true, maxRetries: TRIES, retryDelay: WAIT_MS });
}

/** On Windows a file that a scanner looks at cannot be moved this moment. */
async function patiently(act) {
  for (let left = TRIES; ; left--) {
    try {
      return await act();
    } catch (error) {
      if (left === 0 || !BUSY.includes(error.code)) throw error;
      await sleep(WAIT_MS);
    }
  }
}
