import { execFile } from 'node:child_process';
import { access, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { GenerationId } from '../../services/clients/stack/generation.ts';
import { freePorts, isListening } from '../e2e/world.ts';

const run = promisify(execFile);
/** The same for those that stand here. */
const OWN_UP = fileURLToPath(new URL('own/up', import.meta.url));
/** A script that installs a Llama Stack of a version, starts it on loopback with a scripted model, and prints its URL; `llama-stack-down` stands beside it. */
const UP = process.env.LLAMA_STACK_UP ?? fileURLToPath(new URL('../../../shared/lab/llama-stack-up', import.meta.url));
/** What was installed stays there for the next time. */
const FOLDER = process.env.LLAMA_STACK_FOLDER ?? join(tmpdir(), 'tutorial-tui-llama-stacks');
/** What some of its versions need and do not say. */
const UNSAID = ['chardet', 'pypdf'];
/** Milliseconds that an installation may take. */
export const INSTALL_MS = 900_000;

/** One that is tried: its version, as it says it, and the generation that it is. */
export interface RealVersion {
  /** Where it is no Llama Stack any more. */
  readonly name?: string;
  readonly version: string;
  readonly generation: GenerationId;
  /** The header by which a client tells of its version. */
  readonly clientHeader: string;
  /** Where it is not one of those that LLAMA_STACK_UP knows: its name for the script that stands here. */
  readonly own?: string;
}

const LLAMA_STACK = { clientHeader: 'x-llamastack-client-version' };

/** Those that are tried. */
export const REAL_VERSIONS: readonly RealVersion[] = [
  { ...LLAMA_STACK, version: '0.2.3', generation: 'provider-data', own: '0.2.3' },
  { ...LLAMA_STACK, version: '0.2.12', generation: 'mcp-headers' },
  { ...LLAMA_STACK, version: '0.3.5', generation: 'mcp-headers' },
  { ...LLAMA_STACK, version: '0.6.1', generation: 'authorization' },
  { ...LLAMA_STACK, version: '0.7.3', generation: 'responses' },
  { name: 'OGX', version: '1.5.0', generation: 'responses', clientHeader: 'x-ogx-client-version', own: 'ogx-1.5.0' },
];

export interface RealStack {
  readonly url: string;
  end(): Promise<void>;
}

/** Starts a real Llama Stack, with its scripted model on the next port. */
export async function startRealStack({ version, own }: RealVersion): Promise<RealStack> {
  const script = own === undefined ? UP : OWN_UP;
  await access(script);
  const folder = join(FOLDER, own ?? version);
  // Of what an earlier run left registered, nothing counts.
  await rm(join(folder, 'state'), { recursive: true, force: true });
  const port = await twoFreePorts();
  const up = async () => {
    const { stdout } = await run(script, [own ?? version, String(port), folder], { timeout: INSTALL_MS });
    return stdout.trim();
  };
  const url = await up().catch(async () => {
    await run(join(folder, 'venv/bin/python'), ['-m', 'pip', 'install', '--quiet', ...UNSAID], { timeout: INSTALL_MS });
    return up();
  });
  return {
    url,
    end: async () =>
      void (await run(own === undefined ? join(dirname(UP), 'llama-stack-down') : join(dirname(OWN_UP), 'down'), [
        folder,
      ])),
  };
}

async function twoFreePorts(): Promise<number> {
  for (;;) {
    const [port = 0] = await freePorts(1);
    if (!(await isListening(port + 1))) return port;
  }
}
