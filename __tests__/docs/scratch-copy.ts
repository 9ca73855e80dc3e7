import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './markdown.ts';

/** The project, in a folder where something can be added to it. */
export interface ScratchCopy {
  readonly folder: string;
  /** Runs a script there; gives what it printed. Throws where it fails. */
  node(...args: readonly string[]): string;
  /** Runs the program that was built there, in a home of its own. */
  program(...args: readonly string[]): {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  };
  /** Replaces a text that is there once in a file. */
  change(path: string, from: string, to: string): void;
  remove(): void;
}

const PATHS = [
  ...['src', 'services', 'steps', 'components', 'scripts', '__tests__', 'docs'],
  ...['README.md', 'package.json', 'tsconfig.json', 'biome.json', 'jest.config.js', '.gitignore'],
];

/** What ends with this process, should a test not come to its end. */
const copies = new Set<string>();
process.once('exit', () => {
  for (const folder of copies) rmSync(folder, { recursive: true, force: true });
});

/** Copies the sources; the installed packages are those of the project. */
export function scratchCopy(): ScratchCopy {
  const folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-copy-'));
  copies.add(folder);
  for (const path of PATHS) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const env = { ...process.env, HOME: folder, XDG_STATE_HOME: join(folder, 'state'), USERPROFILE: folder };
  return {
    folder,
    node: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
      return stdout;
    },
    program: (...args) => spawnSync(process.execPath, ['dist/bin.js', ...args], { cwd: folder, env, encoding: 'utf8' }),
    change: (path, from, to) => {
      const file = join(folder, path);
      const [before, after, ...more] = readFileSync(file, 'utf8').split(from);
      if (after === undefined || more.length > 0) throw new Error(`${path} does not have ${from} once`);
      writeFileSync(file, [before, to, after].join(''));
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
      copies.delete(folder);
    },
  };
}
