import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 200;
/** No set-up takes this long: whoever holds the lock then is another process under a used process id. */
const LONGEST_MS = 15 * 60_000;

/** Runs `work` while this process alone holds the lock file; waits while another that is alive holds it. */
export async function withLock(path, work) {
  let waiting = false;
  while (!take(path)) {
    if (isStale(path)) rmSync(path, { force: true });
    else {
      if (!waiting) process.stderr.write('Waiting for another set-up to end …\n');
      waiting = true;
      await sleep(LOOK_EVERY_MS);
    }
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > LONGEST_MS) return true;
    const holder = Number(readFileSync(path, 'utf8'));
    // Empty for the moment between making and writing it.
    return holder > 0 && !isAlive(holder);
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
