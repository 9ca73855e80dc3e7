import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** Proves the first chapter with --keep, and waits until nothing of it runs any more. Gives the parts' addresses and processes, and a way to end them. */
export async function openLab() {
  const password = randomBytes(12).toString('hex');
  const child = spawn(
    process.execPath,
    ['dist/bin.js', '--ci', '--chapter', '1', '--keep', '--json', '--idp', 'embedded'],
    {
      env: { ...process.env, USER_NAME: 'alan', USER_PASSWORD: password },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const parts = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.type === 'part' && event.state.status === 'ready') parts[event.state.part] = event.state;
    if (event.type === 'step-ended' && event.status !== 'done') throw new Error(`step ${event.step} ${event.status}`);
    if (event.type === 'session-ended') break;
  }
  child.stdout.resume();
  const url = (part) => parts[part].url;
  return {
    url,
    token: () => logIn(`${url('identity')}/realms/demo`, password),
    /** Resident memory of each part, in MB (Linux). */
    memory: async () =>
      Object.fromEntries(
        await Promise.all(Object.entries(parts).map(async ([part, { place }]) => [part, await residentMb(place)])),
      ),
    close: () =>
      new Promise((resolve) => {
        child.on('exit', resolve);
        child.kill('SIGINT');
      }),
  };
}

async function logIn(issuer, password) {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username: 'alan',
      password,
      client_id: 'llama-stack',
      scope: 'tool-audience',
    }),
  });
  return (await response.json()).access_token;
}

async function residentMb(place) {
  const status = await readFile(`/proc/${/\d+/.exec(place)[0]}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}
