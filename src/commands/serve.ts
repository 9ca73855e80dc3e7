import type { Listen, PartReporter, RunningPart } from '../../services/part.ts';
import { channelReporter, send, terminalReporter } from '../../services/part-channel.ts';
import type { PartName } from '../../services/part-names.ts';
import { asTutorialError } from '../errors.ts';
import type { Io } from '../io.ts';

export interface ServeOptions {
  part: PartName;
  listen: Listen;
  issuer: string;
  audience: string;
  userName: string | undefined;
  allowOrigin: readonly string[];
  dataFolder: string | undefined;
  ollama: string | undefined;
}

/** Runs one part until it is asked to end, or until the process that started it is gone. */
export async function serve(options: ServeOptions, io: Io): Promise<number> {
  const supervised = process.connected === true;
  const gone = new AbortController();
  const onGone = () => gone.abort();
  process.once('disconnect', onGone);
  const reporter = supervised ? channelReporter() : terminalReporter(io.stdout);
  try {
    const running = await startHere(options, supervised, io, reporter);
    if (supervised) send({ type: 'ready', url: running.url, version: running.version, pid: process.pid });
    else
      io.stdout.write(`The ${options.part} server (${running.version}) listens on ${running.url}. Ctrl-C ends it.\n`);
    await Promise.race([aborted(io.signal), aborted(gone.signal)]);
    await running.close();
    return 0;
  } catch (thrown) {
    const error = asTutorialError(thrown);
    if (!supervised) throw error;
    send({ type: 'failed', code: error.kind, message: error.message });
    return error.exitCode;
  } finally {
    process.off('disconnect', onGone);
    if (process.connected) process.disconnect();
  }
}

/** Loads only the part that is asked for. */
async function startHere(
  options: ServeOptions,
  supervised: boolean,
  io: Io,
  reporter: PartReporter,
): Promise<RunningPart> {
  const { part, listen } = options;
  switch (part) {
    case 'identity': {
      const [{ start }, { REALM, userNamed }, { credentialsFrom }] = await Promise.all([
        import('../../services/identity/embedded/server.ts'),
        import('../../services/identity/realm.ts'),
        import('../../services/identity/credentials.ts'),
      ]);
      const { userName, password } = credentialsFrom(io.env, options.userName);
      return start({ listen, realm: REALM, user: userNamed(userName), password }, reporter);
    }
    case 'tool': {
      const { start } = await import('../../services/tool-server/server.ts');
      return start({ listen, issuer: options.issuer, audience: options.audience }, reporter);
    }
    case 'mcp': {
      const { start } = await import('../../services/mcp-server/server.ts');
      return start({ listen, allowedOrigins: options.allowOrigin }, reporter);
    }
    case 'stack': {
      const [{ start }, { stackDataFolder }] = await Promise.all([
        import('../../services/stack-server/server.ts'),
        import('../../services/folders.ts'),
      ]);
      const dataFolder = options.dataFolder ?? stackDataFolder();
      return start(
        { listen, dataFolder, traceEveryCall: supervised, ...(options.ollama && { ollamaUrl: options.ollama }) },
        reporter,
      );
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
