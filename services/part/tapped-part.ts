import { printer } from '../../src/evidence/print.ts';
import type { Part, PartWiring } from './part.ts';
import type { Protocol } from './tap/protocol.ts';
import type { Recording } from './tap/recording.ts';

/**
 * A part that does not report, with a tap before it where the lab wants the part: whoever asks it there is seen, and what is sent to it kept in `recording`. Its end is the tap's as well.
 * Throws a TutorialError of kind part-unreachable where the port is taken; the part is let go then.
 */
export async function tappedPart(
  part: Part,
  protocol: Protocol,
  { port, salt, onLog, onHop, onProgress }: PartWiring,
  recording?: Recording,
): Promise<Part> {
  const { openTap } = await import('./tap/tap.ts');
  const to = new URL(part.url);
  const reporter = {
    // What logs itself needs nobody to tell of the same request again.
    log: (text: string, traceId?: string) => part.reports || onLog(text, Date.now(), traceId),
    hop: onHop,
    print: printer(salt),
  };
  try {
    const tap = await openTap({ to, as: protocol, name: part.name, port, recording }, reporter);
    onProgress({ text: `the ${part.name} server is ${part.place}; a tap at ${tap.url} sees what passes` });
    const close = async () => {
      await tap.close();
      await part.close();
    };
    return { ...part, url: tap.url + to.pathname.replace(/\/+$/, ''), close };
  } catch (error) {
    await part.close();
    throw error;
  }
}
