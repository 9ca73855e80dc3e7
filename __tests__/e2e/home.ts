import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A home folder of a test's own, so that its runs leave nothing in the real one and can be read back whole. */
export interface Home {
  readonly folder: string;
  /** Variables that make the program keep its state there, on every system. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that was written there, as one text. */
  written(): string;
  remove(): void;
}

/** `temporary` where runs that other tests leave in the temporary folder must not be seen. */
export function makeHome({ temporary = false } = {}): Home {
  const folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-e2e-'));
  return {
    folder,
    env: {
      HOME: folder,
      USERPROFILE: folder,
      LOCALAPPDATA: join(folder, 'local'),
      APPDATA: join(folder, 'roaming'),
      XDG_STATE_HOME: join(folder, 'state'),
      ...(temporary && { TMPDIR: folder, TEMP: folder, TMP: folder }),
    },
    written: () => files(folder).map(textOf).join('\n'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** Empty where the file was replaced since it was found: the program that writes here may still run. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
