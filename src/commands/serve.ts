import { credentialsFrom } from '../../services/identity/credentials.ts';
import { userNamed } from '../../services/identity/user.ts';
import { stackDataFolder } from '../../services/machine/folders.ts';
import { bothReporters, channelReporter, send, terminalReporter } from '../../services/part/channel.ts';
import type { LabLink } from '../../services/part/lab-link.ts';
import { startMessageSchema } from '../../services/part/messages.ts';
import type { PartReporter, RunningPart } from '../../services/part/part-server.ts';
import type { Listen } from '../../services/wire/listen.ts';
import { COURSE_REALM } from '../../steps/index.ts';
import { asTutorialError, EXIT_CODES } from '../errors.ts';
import type { PartName } from '../evidence/part-names.ts';
import { newSalt, printer } from '../evidence/print.ts';
import { Secret } from '../evidence/secret.ts';
import type { Io } from '../io.ts';

export interface ServeOptions {
  part: PartName;
  listen: Listen;
  issuer: string;
  audience: string;
  userName: string | undefined;
  allowOrigin: readonly string[];
  dataFolder: string | undefined;
  /** The stack server's registry ends with it. */
  inMemory?: boolean;
  ollama: string | undefined;
}

/** Each part's module, loaded when it is asked for and not before. */
const LOAD = {
  identity: () => import('../../services/identity/embedded/server.ts'),
  tool: () => import('../../services/tool-server/server.ts'),
  mcp: () => import('../../services/mcp-server/server.ts'),
  stack: () => import('../../services/stack-server/server.ts'),
};

/** What a process that was started to be a part is told. */
export interface Start {
  /** The arguments of `serve`. */
  readonly args: readonly string[];
  /** What the prints of its run are made with. */
  readonly salt: Secret;
}

/** For a process that was started to be a part: loads it, and waits to be told to start, or to end. */
export async function standBy(part: PartName, signal: AbortSignal): Promise<Start | undefined> {
  const told = new Promise<Start>((resolve) => {
    process.on('message', (raw) => {
      const message = startMessageSchema.safeParse(raw).data;
      if (message) resolve({ args: message.args, salt: new Secret(message.salt) });
    });
  });
  await LOAD[part]();
  return Promise.race([told, aborted(signal).then(() => undefined)]);
}

/** Runs one part until it is asked to end, or until the process that started it, whose `salt` it then has, is gone. */
export async function serve(options: ServeOptions, io: Io, salt = newSalt()): Promise<number> {
  const supervised = process.connected === true;
  const gone = new AbortController();
  const onGone = () => gone.abort();
  process.once('disconnect', onGone);
  const terminal = terminalReporter(io.stdout);
  const link = supervised ? undefined : await lookForLab(terminal);
  const reporter = link ? bothReporters(terminal, link.reporter) : channelReporter(printer(salt));
  try {
    const running = await startHere(options, io, reporter);
    const { url, version } = running;
    if (supervised) send([{ type: 'ready', url, version, pid: process.pid }]);
    else terminal.log(`The ${options.part} server (${version}) listens on ${url}. Ctrl-C ends it.`);
    link?.look({ part: options.part, url, version, pid: process.pid });
    await Promise.race([aborted(io.signal), aborted(gone.signal)]);
    await running.close();
    return EXIT_CODES.proved;
  } catch (thrown) {
    const error = asTutorialError(thrown);
    if (!supervised) throw error;
    const { message, why, next } = error;
    send([{ type: 'failed', message, ...(why && { why }), ...(next && { next }) }]);
    return error.exitCode;
  } finally {
    link?.close();
    process.off('disconnect', onGone);
    if (process.connected) process.disconnect();
  }
}

/** A part that is started by hand may belong to a walkthrough that runs. */
async function lookForLab(terminal: PartReporter): Promise<LabLink> {
  const { labLink } = await import('../../services/part/lab-link.ts');
  return labLink((text) => terminal.log(text));
}

async function startHere(options: ServeOptions, io: Io, reporter: PartReporter): Promise<RunningPart> {
  const { part, listen, issuer, audience, allowOrigin } = options;
  switch (part) {
    case 'identity': {
      const { start } = await LOAD.identity();
      const { userName, password, generated, secrets } = credentialsFrom(io.env, COURSE_REALM, options.userName);
      if (generated && !process.connected) reporter.log(nobodyLogsIn(userName));
      return start({ listen, realm: COURSE_REALM, user: userNamed(userName), password, secrets }, reporter);
    }
    case 'tool':
      return (await LOAD.tool()).start({ listen, issuer, audience }, reporter);
    case 'mcp':
      return (await LOAD.mcp()).start({ listen, allowedOrigins: allowOrigin }, reporter);
    case 'stack': {
      const { start } = await LOAD.stack();
      const kept = options.inMemory ? {} : { dataFolder: options.dataFolder ?? stackDataFolder() };
      const ollama = options.ollama ? { ollamaUrl: options.ollama } : {};
      return start({ listen, traceEveryCall: true, ...kept, ...ollama }, reporter);
    }
  }
}

function nobodyLogsIn(userName: string): string {
  return `USER_PASSWORD is not set: the password of ${userName} is made at random, nobody knows it, and nobody can log in. To log in, set it and start again.`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
