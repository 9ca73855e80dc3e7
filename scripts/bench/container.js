import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const CASES = [
  { what: '--chapter 1', args: ['--chapter', '1'], limitS: 4 },
  { what: 'all chapters', args: [], limitS: 10 },
];

/** The lesson on a Keycloak container whose image is there: how much of it is Keycloak's own start-up, and how much is ours. */
export async function bench() {
  for (const each of CASES) await measure(each);
}

async function measure({ what, args, limitS }) {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['dist/bin.js', '--ci', '--json', '--idp', 'container', '--timeout', '5m', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const identity = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.type === 'part' && event.state.part === 'identity') identity[event.state.status] ??= event.at;
  }
  const code = await ended;
  if (code !== 0) throw new Error(`the lesson ended with ${code}`);
  const total = (performance.now() - startedAt) / 1000;
  const startUp = (identity.ready - identity.starting) / 1000;
  const besides = total - startUp;
  process.stdout.write(
    `${besides <= limitS ? '✓' : '✗'} ${`tutorial-tui --ci --idp container, ${what}`.padEnd(48)} ${total.toFixed(1)} s: ` +
      `Keycloak's start-up ${startUp.toFixed(1)} s, everything else ${besides.toFixed(1)} s (at most ${limitS} s)\n`,
  );
}
