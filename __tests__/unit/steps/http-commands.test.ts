import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { closeServer } from '../../../services/wire/listen.ts';
import { keepToPolicy } from '../../../services/wire/wire-policy.ts';
import { applyWire } from '../../../src/deployment/apply-wire.ts';
import {
  bearerCommand,
  deleteCommand,
  getCommand,
  keepFieldOf,
  postForm,
  postJson,
} from '../../../steps/http-commands.ts';
import { makeAuthority, serverOptions } from '../../certificates.ts';

const run = promisify(execFile);
/** What a command prints that is pasted into a shell with these variables. */
const pasted = async (command: string, env: Readonly<Record<string, string>> = {}) =>
  (await run('bash', ['-c', command], { env: { ...process.env, ...env } })).stdout;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  keepToPolicy({});
  for (const close of closing.splice(0).reverse()) await close();
});

/** Says what it was asked, with which headers, and by whom. */
const echo: RequestListener = (request, response) => {
  const { method, headers } = request;
  const peer =
    'getPeerCertificate' in request.socket
      ? (request.socket as never as Peer).getPeerCertificate().subject?.CN
      : undefined;
  const { authorization, 'x-tenant': tenant } = headers;
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ method, authorization, tenant, peer }));
};
interface Peer {
  getPeerCertificate(): { subject?: { CN?: string } };
}

if (process.platform !== 'win32') {
  test('where an authority and a certificate were named, the commands of https name them, and work as pasted', async () => {
    const authority = makeAuthority();
    const folder = mkdtempSync(join(tmpdir(), 'commands of https '));
    closing.push(() => rmSync(folder, { recursive: true }));
    const file = (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const own = authority.issue('caller');
    const options = {
      ...serverOptions(authority.issue('localhost', '127.0.0.1')),
      requestCert: true,
      rejectUnauthorized: true,
      ca: authority.certificate,
    };
    const server = createServer(options, echo);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    closing.push(() => closeServer(server));
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const other = file('other.pem', makeAuthority().certificate);
    const client = { certFile: file('own.pem', own.certificate), keyFile: file('own key.pem', own.key) };
    await applyWire({ caFiles: [file('ca.pem', authority.certificate), other], client });
    const env = { TOKEN: 'a-token' };
    const form = { grant_type: 'x' };
    for (const [command, method] of [
      [getCommand(url, 'posix'), 'GET'],
      [deleteCommand(url, 'posix'), 'DELETE'],
      [bearerCommand(url, { variable: 'TOKEN' }, 'posix'), 'GET'],
      [postForm(url, form, 'posix'), 'POST'],
      [postJson(url, {}, 'posix'), 'POST'],
      [
        `${keepFieldOf(url, form, { field: 'peer', variable: 'KEPT' }, 'posix')}; printf '{"method":"POST","peer":"%s"}' "$KEPT"`,
        'POST',
      ],
    ] as const)
      expect(JSON.parse(await pasted(command, env))).toMatchObject({ method, peer: 'caller' });
    // What is asked without TLS is shown nothing of that.
    expect(getCommand('http://localhost:1', 'posix')).toBe('curl -s http://localhost:1');
  });

  test('headers that a server wants are taken out of their variables, whose values stand in no command', async () => {
    const server = createPlainServer(echo);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    closing.push(() => closeServer(server));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const carrying = {
      headers: [
        ['authorization', 'STACK_AUTHORIZATION'],
        ['x-tenant', 'TENANT'],
      ],
    } as const;
    const env = { STACK_AUTHORIZATION: 'Bearer the key', TENANT: 'one' };
    for (const command of [
      getCommand(url, 'posix', '-s', carrying),
      deleteCommand(url, 'posix', carrying),
      postJson(url, {}, 'posix', carrying),
    ])
      expect(JSON.parse(await pasted(command, env))).toMatchObject({ authorization: 'Bearer the key', tenant: 'one' });
  });
}

test('in PowerShell the same headers are variables of its environment', () => {
  const carrying = { headers: [['authorization', 'STACK_AUTHORIZATION']] } as const;
  expect(postJson('http://localhost:1', {}, 'powershell', carrying)).toContain(
    'authorization = $env:STACK_AUTHORIZATION',
  );
  expect(getCommand('http://localhost:1', 'powershell', '-s', carrying)).toContain(
    '"authorization: $env:STACK_AUTHORIZATION"',
  );
});
