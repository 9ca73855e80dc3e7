import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningPart } from '../../services/part/part-server.ts';
import { type StackServerOptions, start } from '../../services/stack-server/server.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';

export interface Asked {
  method?: string;
  headers?: Record<string, string | string[]>;
  /** Sent as JSON, unless it is text or bytes. */
  body?: unknown;
}

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  /** Undefined where the body is no JSON. */
  json: unknown;
}

export interface StackLab extends RunningPart {
  readonly dataFolder: string;
  readonly logs: string[];
  readonly hops: Hop[];
  ask(path: string, asked?: Asked): Promise<Answered>;
  register(mcpEndpoint: string, changes?: Record<string, unknown>): Promise<Answered>;
  invoke(kwargs: unknown, headers?: Record<string, string>, tool?: string): Promise<Answered>;
}

export const TOOL_GROUP = 'remote::web-fetch';

/** A data folder of its own, gone after the test. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stack-server-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A stack server on a free port, with an ollama that never answers. Without a folder it has one of its own. */
export async function openStack(options: Partial<StackServerOptions> = {}): Promise<StackLab> {
  const own = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'stack-server-')));
  const logs: string[] = [];
  const hops: Hop[] = [];
  const reporter = {
    log: (line: string) => void logs.push(line),
    hop: (hop: Hop) => void hops.push(hop),
    print: printer(newSalt()),
  };
  const listen = { host: '127.0.0.1', port: 0, pinned: true };
  const part = await start({ listen, ollamaUrl: 'http://127.0.0.1:9', ...options, dataFolder }, reporter);
  const lab: StackLab = {
    ...part,
    dataFolder,
    logs,
    hops,
    ask: (path, asked) => ask(part.url, path, asked),
    register: (uri, changes = {}) => {
      const body = { provider_id: 'mcp-identity', toolgroup_id: TOOL_GROUP, mcp_endpoint: { uri }, ...changes };
      return lab.ask('/v1/toolgroups', { method: 'POST', body });
    },
    invoke: (kwargs, headers = {}, tool = 'fetch') =>
      lab.ask('/v1/tool-runtime/invoke', { method: 'POST', headers, body: { tool_name: tool, kwargs } }),
    close: async () => {
      await part.close();
      if (own) await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return lab;
}

export function providerData(data: unknown): Record<string, string> {
  return { 'X-LlamaStack-Provider-Data': JSON.stringify(data) };
}

/** One request, on a connection of its own. */
function ask(base: string, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answered> {
  const payload =
    body === undefined || typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(`${base}${path}`, {
      method,
      agent: false,
      headers: {
        ...(payload !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
        }),
        ...headers,
      },
    });
    sent.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, json: parsed(text) });
      });
    });
    sent.end(payload);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
