#!/usr/bin/env node
import { isNewEnough, OLDEST_NODE, OPEN_FILES } from './version.ts';

// Older releases than the floor cannot even read the rest of the program: it is loaded only by one that can.
if (!isNewEnough(process.versions.node)) {
  process.stderr.write(
    `error: This is Node.js ${process.versions.node}; tutorial-tui needs ${OLDEST_NODE} or later.\n` +
      '  next  Install the current Node.js LTS, open a new terminal, and start again.\n',
  );
  // The exit code of a missing prerequisite.
  process.exitCode = 6;
} else {
  import('./process.ts').then(
    ({ run }) => run(import.meta.url),
    (error: Error) => {
      process.stderr.write(
        `error: The program cannot be loaded: ${error.message}\n  next  Install it anew, and allow it at least ${OPEN_FILES} open files: ulimit -n ${OPEN_FILES}\n`,
      );
      process.exitCode = 6;
    },
  );
}
