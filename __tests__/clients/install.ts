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
  /** A package of Maven Central with all that it needs, by its coordinates; gives the folder of their jars. */
  maven(name: string, coordinates: string): Promise<string>;
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
    async maven(name, coordinates) {
      const into = join(folder, name);
      await run('mkdir', [into]);
      const [group, artifact, version] = coordinates.split(':');
      await writeFile(
        join(into, 'pom.xml'),
        pomOf(`${group}</groupId><artifactId>${artifact}</artifactId><version>${version}`),
      );
      const jars = join(into, 'jars');
      await done('mvn', ['--batch-mode', '--quiet', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`], into);
      return jars;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A project of Maven's that has nothing but one dependency. */
function pomOf(dependency: string): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>of</groupId><artifactId>tests</artifactId><version>1</version>
    <dependencies><dependency><groupId>${dependency}</version></dependency></dependencies></project>`;
}
