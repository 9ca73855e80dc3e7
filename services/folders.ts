import { join } from 'node:path';
import envPaths from 'env-paths';

/** Where runs are logged and state is kept: XDG_STATE_HOME on Linux, Library/Logs on macOS, LocalAppData on Windows. */
export function stateFolder(): string {
  return envPaths('tutorial-tui', { suffix: '' }).log;
}

/** Where a stack server that runs alone keeps its registry. */
export function stackDataFolder(): string {
  return join(stateFolder(), 'stack');
}
