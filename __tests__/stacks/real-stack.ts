import { execFile } from 'node:child_process';
import { access, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { GenerationId } from '../../services/clients/stack/generation.ts';
import { freePorts, isListening } from '../e2e/world.ts';

const run = promisify(execFile);
/** A script that installs a Llama Stack of a version, starts it on loopback with a scripted model, and prints its URL; `llama-stack-down` stands beside it. */
const UP = process.env.LLAMA_STACK_UP ?? fileURLToPath(new URL('../../../shared/lab/llama-stack-up', import.meta.url));
/** What was installed stays there for the next time. */
const FOLDER = process.env.LLAMA_STACK_FOLDER ?? join(tmpdir(), 'tutorial-tui-llama-stacks');
/** What some of its versions need and do not say. */
const UNSAID = ['chardet', 'pypdf'];
/** Milliseconds that an installation may take. */
export const INSTALL_MS = 900_000;

/** The versions that are tried, and the generation that each is. */
export const REAL_VERSIONS: readonly { readonly version: string; readonly generation: GenerationId }[] = [
  { version: '0.2.12', generation: 'mcp-headers' },
  { version: '0.3.5', generation: 'mcp-headers' },
  { version: '0.6.1', generation: 'authorization' },
  { version: '0.7.3', generation: 'responses' },
];

export interface RealStack {
  readonly url: string;
  end(): Promise<void>;
}

/** Starts a real Llama Stack, with its scripted model on the next port. */
export async function startRealStack(version: string): Promise<RealStack> {
  await access(UP);
  const folder = join(FOLDER, version);
  // Of what an earlier run left registered, nothing counts.
  await rm(join(folder, 'state'), { recursive: true, force: true });
  const port = await twoFreePorts();
  const up = async () => {
    const { stdout } = await run(UP, [version, String(port), folder], { timeout: INSTALL_MS });
    return stdout.trim();
  };
  const url = await up().catch(async () => {
    await run(join(folder, 'venv/bin/python'), ['-m', 'pip', 'install', '--quiet', ...UNSAID], { timeout: INSTALL_MS });
    return up();
  });
  return { url, end: async () => void (await run(join(dirname(UP), 'llama-stack-down'), [folder])) };
}

async function twoFreePorts(): Promise<number> {
  for (;;) {
    const [port = 0] = await freePorts(1);
    if (!(await isListening(port + 1))) return port;
  }
}
