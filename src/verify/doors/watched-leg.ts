import { setTimeout as sleep } from 'node:timers/promises';
import { openTap } from '../../../services/part/tap/tap.ts';
import { wire } from '../../../services/wire/http.ts';
import { isLoopback } from '../../../services/wire/loopback.ts';
import { NoAnswer } from '../../../services/wire/no-answer.ts';
import type { Hop } from '../../evidence/hop.ts';
import type { TimedLeg } from '../heard.ts';
import type { DoorContext } from './door.ts';

/** The leg between a stack server and an MCP server, seen by a tap. */
export interface WatchedLeg {
  /** What the stack server is told in the MCP server's place. */
  readonly endpoint: string;
  /** The call that passed since then, in milliseconds since the epoch; it is waited for, since a tap tells of what passed when there is time. */
  since(at: number): Promise<TimedLeg | undefined>;
  close(): Promise<void>;
}

/** Milliseconds in which a tap has told of what passed, also on a machine that has much to do. */
const TOLD_MS = 2_000;
const LOOK_EVERY_MS = 10;
/** Milliseconds by which two clocks of this machine may differ. */
const CLOCKS_MS = 5;

/**
 * Sets a tap before an MCP server; undefined where not both are on this machine, which alone reaches it, and where the server answers otherwise through
 * a tap than without: what is asked has to be what the deployment would be asked. Throws as openTap does.
 */
export async function watchLeg(
  stackUrl: string,
  mcpEndpoint: string | undefined,
  context: DoorContext,
): Promise<WatchedLeg | undefined> {
  if (mcpEndpoint === undefined || ![stackUrl, mcpEndpoint].every((url) => isLoopback(new URL(url).hostname)))
    return undefined;
  const to = new URL(mcpEndpoint);
  let answered: Hop[] = [];
  const tap = await openTap(
    { to, as: 'mcp' },
    {
      hop: (hop) => {
        if (hop.answer) answered.push(hop);
      },
      log: () => {},
      print: () => '',
    },
  );
  const endpoint = tap.url + to.pathname + to.search;
  if ((await statusOf(mcpEndpoint, context)) !== (await statusOf(endpoint, context))) {
    await tap.close();
    return undefined;
  }
  return {
    endpoint,
    async since(at) {
      const passed = () => answered.find((each) => each.at >= at - CLOCKS_MS);
      for (let waited = 0; waited < TOLD_MS && !passed(); waited += LOOK_EVERY_MS) await sleep(LOOK_EVERY_MS);
      const hop = passed();
      answered = [];
      return hop?.answer && { from: 'stack', to: 'mcp', tookMs: hop.answer.tookMs };
    },
    close: () => tap.close(),
  };
}

/** What a GET without a token is answered with; 0 where it is not answered. */
async function statusOf(url: string, { patienceMs: timeoutMs, signal, onRequest }: DoorContext): Promise<number> {
  onRequest();
  try {
    const answer = await wire.open(new URL(url), { headers: { accept: 'text/event-stream' }, timeoutMs, signal });
    answer.destroy();
    return answer.statusCode ?? 0;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NoAnswer) return 0;
    throw error;
  }
}
