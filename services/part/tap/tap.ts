import { closeServer, type Listen, listen } from '../../wire/listen.ts';
import { urlHost } from '../../wire/loopback.ts';
import { rateLimit } from '../../wire/rate-limit.ts';
import type { PartReporter } from '../part-server.ts';
import { CopyRoom } from './body-copy.ts';
import type { Protocol } from './protocol.ts';
import { createProxy } from './proxy.ts';
import { SseSessions } from './sessions.ts';
import { Witness } from './witness.ts';

/** Exchanges that are looked at in a second. More pass, and are only counted: nobody reads faster, and what passes is not to wait for it. */
const LOOKED_AT_A_SECOND = 1_000;

/** Before which server a tap stands, and who hears of what passes. */
export interface TapOptions {
  /** The server that it stands before. Its origin counts: paths pass as they are. */
  readonly to: URL;
  /** What that server is; where it is left out, each request has to show what it is for. */
  readonly as?: Protocol;
  readonly listen: Listen;
}

/** A tap that listens. */
export interface Tap {
  /** Where it stands: what is asked in the server's place. Without a trailing slash. */
  readonly url: string;
  /** Ends it, with every exchange that is under way. */
  close(): Promise<void>;
}

/**
 * Sets a tap before a server that does not report what reaches it: a transparent proxy that tells the reporter of the calls which pass.
 * Throws a TutorialError of kind part-unreachable where the port is taken.
 */
export async function openTap({ to, as, listen: wanted }: TapOptions, reporter: PartReporter): Promise<Tap> {
  const around = { to, as, reporter, room: new CopyRoom(), sessions: new SseSessions() };
  const mayLook = rateLimit(LOOKED_AT_A_SECOND, (more) =>
    reporter.log(`(${more} more requests in this second, which passed and were not looked at)`),
  );
  const proxy = await createProxy(to, (request) => (mayLook() ? new Witness(request, around) : undefined));
  const port = await listen(proxy.server, wanted);
  proxy.name = `tutorial-tui-${port}`;
  return { url: `http://${urlHost(wanted.host)}:${port}`, close: () => closeServer(proxy.server) };
}
