import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A machine may be slow, and its registry as well. */
const PATIENCE_MS = 300_000;

/** A folder of its own outside the project, where each set of packages is installed into a folder of that. */
export interface Workshop {
  readonly folder: string;
  /** Packages of npm, by name and version; gives the folder that has them. None of their scripts runs. */
  npm(name: string, ...packages: readonly string[]): Promise<string>;
  /** Packages of PyPI, in an environment of their own; gives its Python. */
  python(name: string, ...packages: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-tui-clients-'));
  const done = (command: string, args: readonly string[], cwd = folder) =>
    run(command, args, { cwd, timeout: PATIENCE_MS });
  return {
    folder,
    async npm(name, ...packages) {
      const into = join(folder, name);
      await run('mkdir', [into]);
      await writeFile(join(into, 'package.json'), '{"private":true}');
      await done('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', ...packages], into);
      return into;
    },
    async python(name, ...packages) {
      const into = join(folder, name);
      await done('python3', ['-m', 'venv', into]);
      const python = join(into, 'bin', 'python');
      await done(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
      return python;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
