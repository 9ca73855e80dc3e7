import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Home } from '../e2e/home.ts';
import type { PartName } from './lab.ts';

/** NODE_OPTIONS that have Node run this before the program, in each of its processes. In `part` it is what `standby` names, or nothing. */
export function preload(home: Home, name: string, script: string): Readonly<Record<string, string>> {
  const file = join(home.folder, `${name}.mjs`);
  writeFileSync(file, `const part = process.argv[2] === 'standby' ? process.argv[3] : undefined;\n${script}\n`);
  return { NODE_OPTIONS: `--import=${pathToFileURL(file)}` };
}

/** What may go wrong with the start of a part. */
export const STARTS = {
  'is slow': 'await new Promise((resolve) => setTimeout(resolve, 4_000));',
  'never comes':
    'process.on("disconnect", () => process.exit()); await new Promise(() => setInterval(() => {}, 60_000));',
  'ends at once': 'process.exit(0);',
  'ends with an error': 'process.stderr.write("Cannot find module x\\n"); process.exit(3);',
  'tells garbage':
    'process.send([{ type: "ready", url: "nowhere", pid: "x" }, 7, null]); process.stdout.write("\\u001b[2J\\0garbage\\n"); setInterval(() => {}, 60_000); process.on("disconnect", () => process.exit()); await new Promise(() => {});',
  'is killed': 'process.kill(process.pid, "SIGKILL");',
} as const;

/** A part whose start goes wrong like this. */
export function badStart(home: Home, part: PartName, how: keyof typeof STARTS) {
  return preload(home, 'bad-start', `if (part === ${JSON.stringify(part)}) {\n${STARTS[how]}\n}`);
}

/** A clock that goes wrong by so many milliseconds, of all processes or of one part. */
export function clockOff(home: Home, offMs: number, of?: PartName) {
  return clock(home, `() => ${offMs}`, of === undefined ? 'true' : `part === ${JSON.stringify(of)}`);
}

/** A clock of all processes that goes before the true one by as many milliseconds as stand in this file; by none, where it is not there. */
export function adjustableClock(home: Home, file: string) {
  const read = `() => { try { return Number(readFileSync(${JSON.stringify(file)}, 'utf8')); } catch { return 0; } }`;
  return clock(home, read, 'true');
}

function clock(home: Home, offMs: string, where: string) {
  return preload(
    home,
    'clock',
    `import { readFileSync } from 'node:fs';
    if (${where}) {
      const Real = Date;
      const offMs = ${offMs};
      globalThis.Date = class extends Real {
        constructor(...given) { if (given.length === 0) super(Real.now() + offMs()); else super(...given); }
        static now() { return Real.now() + offMs(); }
      };
    }`,
  );
}
