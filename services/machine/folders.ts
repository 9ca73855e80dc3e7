import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import envPaths from 'env-paths';

/** Where runs are logged and state is kept: XDG_STATE_HOME on Linux, Library/Logs on macOS, LocalAppData on Windows. */
export function stateFolder(): string {
  return envPaths('tutorial-tui', { suffix: '' }).log;
}

/** Where runs of this user say which kept containers they use. */
export function inUseFolder(): string {
  return join(stateFolder(), 'containers');
}

/** Where a stack server that runs alone keeps its registry. */
export function stackDataFolder(): string {
  return join(stateFolder(), 'stack');
}

/**
 * Makes a folder and what is missing above it, for this user alone (0700); one that is there stays as it is. Throws where it cannot be made, and where
 * its path is relative: without a home (HOME is empty), what is kept would lie about in whatever folder is the current one.
 *
 * Not mkdir's own `recursive`: below /proc, whose folders are there and take nothing, that one tries for ever.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (!isAbsolute(folder)) throw new Error(`${folder} is no absolute path: see HOME and XDG_STATE_HOME`);
  const make = () => mkdir(folder, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    // Somebody else may have made it meanwhile.
    await make().catch((again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST') throw again;
    });
  }
}
