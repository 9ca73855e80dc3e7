import { start } from '../../services/model-server/server.ts';
import type { RunningPart } from '../../services/part/part-server.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';

export interface ModelLab extends RunningPart {
  readonly logs: string[];
}

/** The scripted model on a free port. */
export async function openModel(): Promise<ModelLab> {
  const logs: string[] = [];
  const reporter = { log: (line: string) => void logs.push(line), hop: () => {}, print: printer(newSalt()) };
  return { ...(await start({ listen: { host: '127.0.0.1', port: 0, pinned: true } }, reporter)), logs };
}

/** The schema of the tool `fetch`, as its MCP server lists it and a model is offered it. */
export const FETCH = {
  type: 'function',
  function: {
    name: 'fetch',
    description: '',
    parameters: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
  },
};

/** `OLLAMA_HOST` as a base URL: an ollama that tests may ask; undefined where there is none. */
export const REAL_OLLAMA = realOllama(process.env.OLLAMA_HOST);

function realOllama(host: string | undefined): string | undefined {
  if (!host) return undefined;
  return host.includes('://') ? host : `http://${host}`;
}
