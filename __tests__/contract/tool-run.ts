import { Readable, Writable } from 'node:stream';
import { runTool, type ToolOptions } from '../../src/commands/tool.ts';

export interface Setting {
  env?: NodeJS.ProcessEnv;
  stdin?: NodeJS.ReadableStream;
  signal?: AbortSignal;
}

/** Runs `tutorial-tui tool` in this process, and says what it printed and with which code it ends. Rejects as it does. */
export async function runToolCommand(
  options: ToolOptions,
  { env = {}, stdin = Readable.from([]), signal = new AbortController().signal }: Setting = {},
) {
  const written = { stdout: '', stderr: '' };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const code = await runTool(options, { stdin, stdout: into('stdout'), stderr: into('stderr'), env, signal });
  return { code, ...written };
}
