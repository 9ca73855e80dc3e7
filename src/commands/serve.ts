import { bothReporters, channelReporter, send, terminalReporter } from '../../services/part/channel.ts';
import type { LabLink } from '../../services/part/lab-link.ts';
import { type Order, orderSchema } from '../../services/part/messages.ts';
import type { Secrets } from '../../services/part/part.ts';
import type { PartReporter } from '../../services/part/part-server.ts';
import type { Asked, ServedPart } from '../../services/part/served-part.ts';
import { aborted } from '../../services/wire/deadline.ts';
import { asTutorialError, EXIT_CODES } from '../errors.ts';
import { newSalt, printer } from '../evidence/print.ts';
import { Secret } from '../evidence/secret.ts';
import type { Io } from '../io.ts';

/** Which part is served, and how. */
export interface ServeOptions extends Pick<Asked, 'listen' | 'options'> {
  readonly part: ServedPart;
}

/** What a process that was started to be a part is told. */
export interface Start {
  /** The arguments of `serve`. */
  readonly args: readonly string[];
  /** What the prints of its run are made with. */
  readonly salt: Secret;
  /** What it alone is told. */
  readonly secrets: Secrets;
}

/** For a process that was started to be a part: loads it, and waits to be told to start, or to end. */
export async function standBy(part: ServedPart, signal: AbortSignal): Promise<Start | undefined> {
  const told = new Promise<Start>((resolve) => {
    process.on('message', (raw) => {
      const order = orderSchema.safeParse(raw).data;
      if (order?.type === 'start') resolve(startOf(order));
      // For as long as the process lives.
      if (order?.type === 'ping') send([{ type: 'pong' }]);
    });
  });
  await part.load();
  return Promise.race([told, aborted(signal).then(() => undefined)]);
}

function startOf({ args, salt, secrets }: Extract<Order, { type: 'start' }>): Start {
  const named = Object.entries(secrets).map(([name, text]) => [name, new Secret(text)] as const);
  return { args, salt: new Secret(salt), secrets: Object.fromEntries(named) };
}

/** Runs one part until it is asked to end, or until the process that started it, and told it what is in `start`, is gone. */
export async function serve({ part, ...asked }: ServeOptions, io: Io, start?: Start): Promise<number> {
  const { salt = newSalt(), secrets = {} } = start ?? {};
  const supervised = process.connected === true;
  const gone = new AbortController();
  const onGone = () => gone.abort();
  process.once('disconnect', onGone);
  const terminal = terminalReporter(io.stdout);
  const link = supervised ? undefined : await lookForLab(terminal);
  const reporter = link ? bothReporters(terminal, link.reporter) : channelReporter(printer(salt));
  try {
    const running = await part.start(
      { ...asked, env: io.env, secrets, byHand: !supervised, realm: courseRealm },
      reporter,
    );
    const { url, version } = running;
    if (supervised) send([{ type: 'ready', url, version, pid: process.pid }]);
    else terminal.log(`The ${part.name} server (${version}) listens on ${url}. Ctrl-C ends it.`);
    link?.look({ part: part.name, url, version, pid: process.pid });
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

/** The course is loaded for the part that serves its realm, and for no other. */
async function courseRealm(): Promise<unknown> {
  const { COURSE_REALM } = await import('../../steps/index.ts');
  return COURSE_REALM;
}

/** A part that is started by hand may belong to a walkthrough that runs. */
async function lookForLab(terminal: PartReporter): Promise<LabLink> {
  const { labLink } = await import('../../services/part/lab-link.ts');
  return labLink((text) => terminal.log(text));
}
