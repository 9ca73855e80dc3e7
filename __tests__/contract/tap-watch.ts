import type { Protocol } from '../../services/part/tap/protocol.ts';
import { openTap, type Tap, type TapOptions } from '../../services/part/tap/tap.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { onClose } from './tap-lab.ts';

/** What the hops of these tests are printed with. */
export const print = printer(newSalt());

/** A tap, and what it tells. */
export interface Watched extends Tap {
  readonly hops: Hop[];
  readonly logs: string[];
  /** Waits until so many hops were told, both reports of each. */
  told(hops: number): Promise<Hop[]>;
}

/** A tap before that server, for the time of a test. */
export async function tap(to: string, as?: Protocol, more: Partial<TapOptions> = {}): Promise<Watched> {
  const hops: Hop[] = [];
  const logs: string[] = [];
  let onTold: () => void = () => {};
  const reporter = {
    hop: (hop: Hop) => {
      hops.push(hop);
      onTold();
    },
    log: (line: string) => {
      logs.push(line);
      onTold();
    },
    print,
  };
  const opened = await openTap({ to: new URL(to), ...(as && { as }), ...more }, reporter);
  onClose(opened.close);
  const told = async (count: number) => {
    while (hops.filter(({ answer }) => answer).length < count)
      await new Promise<void>((resolve) => {
        onTold = resolve;
      });
    return hops.filter(({ answer }) => answer);
  };
  return { ...opened, hops, logs, told };
}

/** Waits for a line of its log. */
export async function logged(watched: Watched, text: RegExp): Promise<string> {
  for (;;) {
    const line = watched.logs.find((each) => text.test(each));
    if (line !== undefined) return line;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Posts JSON, or a text as it is. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
