import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const THIEF = fileURLToPath(new URL('loopback-thief.js', import.meta.url));

/** A machine of its own as far as names and sockets go: an /etc/hosts, a loopback interface, all ports free. For root on Linux. */
export interface Machine {
  /** What a command is prefixed with to run there. */
  readonly within: readonly string[];
  /** Starts the thief there as another user, and resolves when it looks. */
  letThiefIn(): Promise<Thief>;
  close(): Promise<void>;
}

/** Another user of the machine, who takes the other loopback address of every port that somebody listens on. */
export interface Thief {
  /** What it said so far, one line each: `held PORT`, `refused PORT`, or `stole PORT TEXT`. */
  readonly said: readonly string[];
  /** Waits until it has said what fits. */
  until(fits: (said: readonly string[]) => boolean): Promise<void>;
}

/** Makes one. `prepare` is run in its shell first. */
export async function openMachine(hosts: string, prepare = 'true'): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  const file = join(folder, 'hosts');
  writeFileSync(file, hosts);
  const script = `ip link set lo up && mount --bind ${file} /etc/hosts && ${prepare} && echo ready && exec cat`;
  const shell = spawn('unshare', ['--mount', '--net', 'sh', '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await line(shell, 'ready');
  const within = ['nsenter', '--target', String(shell.pid), '--mount', '--net', '--'];
  const thieves: ChildProcess[] = [];
  return {
    within,
    letThiefIn: async () => {
      const [command = '', ...args] = [...within, process.execPath, THIEF];
      const thief = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      thieves.push(thief);
      const said: string[] = [];
      let text = '';
      thief.stdout?.setEncoding('utf8').on('data', (more: string) => {
        const lines = (text + more).split('\n');
        text = lines.pop() ?? '';
        said.push(...lines);
        thief.emit('said');
      });
      await line(thief, 'ready');
      const until = async (fits: (said: readonly string[]) => boolean) => {
        while (!fits(said)) await once(thief, 'said');
      };
      return { said, until };
    },
    close: async () => {
      for (const process of [...thieves, shell]) {
        process.kill('SIGKILL');
        await exited(process);
      }
      rmSync(folder, { recursive: true });
    },
  };
}

function line(process: ChildProcess, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout?.on('data', (chunk: Buffer) => chunk.toString().includes(wanted) && resolve());
    process.once('exit', (code) => reject(new Error(`ended with ${code} before it was ${wanted}`)));
    process.once('error', reject);
  });
}

function exited(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) resolve();
    else process.once('exit', () => resolve());
  });
}
