import { leftovers } from '../../services/machine/leftovers.ts';

/** What ending a lab is given at the least: a container engine that is busy needs some. */
const AT_LEAST_MS = 15_000;
/** And at the most: an engine that takes longer for one request hangs. */
const AT_MOST_MS = 60_000;

/** How long ending a lab may take, where the run has so many milliseconds left. */
export function tearDownPatience(leftMs: number): number {
  return Math.min(Math.max(leftMs, AT_LEAST_MS), AT_MOST_MS);
}

/**
 * Ends a lab, but does not wait for ever. What takes its time is said, so that nobody takes it for a standstill; what it left behind is said
 * where the process ends.
 */
export async function tearDown(
  close: () => Promise<void>,
  say: (text: string) => void,
  patienceMs: number,
): Promise<void> {
  for (const { ending } of leftovers()) say(`      ${ending}\n`);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  try {
    await Promise.race([close(), patience]);
  } finally {
    clearTimeout(timer);
  }
}
