import { closeServer, listen, type PortChoice } from '../../wire/listen.ts';
import type { PartReporter } from '../part-server.ts';
import { CopyRoom } from './body-copy.ts';
import type { Protocol } from './protocol.ts';
import { createProxy } from './proxy.ts';
import type { Recording } from './recording.ts';
import { SseSessions } from './sessions.ts';
import { SpareTime } from './spare-time.ts';
import { Witness } from './witness.ts';

/** A tap is for this machine: what it passes holds tokens, and it asks nobody for one. */
const HOST = 'localhost';
const ANY: PortChoice = { port: 0, pinned: true };

/** Before which server a tap stands. */
export interface TapOptions {
  /** The server that it stands before. Its origin counts: paths pass as they are. */
  readonly to: URL;
  /** What that server is; where it is left out, each request has to show what it is for. */
  readonly as?: Protocol;
  /** What hops call whoever asks; where it is left out, whom the tutorial's way has before such a server, or `caller`. */
  readonly from?: string;
  /** What hops call the server; where it is left out, what it is. */
  readonly name?: string;
  /** What is sent to the server is kept there, byte for byte. */
  readonly recording?: Recording | undefined;
  /** Any free one where it is left out. */
  readonly port?: PortChoice;
  /** Its end closes the tap. */
  readonly signal?: AbortSignal;
}

/** A tap that listens. */
export interface Tap {
  /** Where it stands: what is asked in the server's place. Without a trailing slash. */
  readonly url: string;
  /** Ends it, with every exchange that is under way. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Sets a tap before a server that does not report what reaches it: a transparent proxy, on both loopback addresses, that tells the reporter of the
 * calls which pass. Whether the server is there, each request finds out. Throws a TutorialError of kind part-unreachable where the port is taken.
 */
export async function openTap(
  { to, as, from, name, recording, port: wanted = ANY, signal }: TapOptions,
  reporter: PartReporter,
): Promise<Tap> {
  signal?.throwIfAborted();
  const spareTime = new SpareTime((exchanges) =>
    reporter.log(`(${exchanges} more requests passed and were not looked at: too many came at once)`),
  );
  const around = { to, as, from, name, reporter, spareTime, room: new CopyRoom(), sessions: new SseSessions() };
  const lookOn = (head: Buffer) => (spareTime.mayLook() ? new Witness(head, around) : undefined);
  const proxy = await createProxy(to, lookOn, recording);
  const port = await listen(proxy.server, { host: HOST, ...wanted });
  proxy.name = `tutorial-tui-${port}`;
  let closed: Promise<void> | undefined;
  const close = () => {
    signal?.removeEventListener('abort', close);
    closed ??= closeServer(proxy.server);
    return closed;
  };
  signal?.addEventListener('abort', close, { once: true });
  if (signal?.aborted) await close();
  signal?.throwIfAborted();
  return { url: `http://${HOST}:${port}`, close };
}
