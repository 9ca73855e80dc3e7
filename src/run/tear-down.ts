import { leftovers } from '../../services/leftovers.ts';

/** Longest time that ending a lab may take: a container engine that is busy needs some, one that hangs gets no more. */
const TEAR_DOWN_MS = 15_000;

/**
 * Ends a lab, but does not wait for ever. What takes its time is said, so that nobody takes it for a standstill; what it left behind is said
 * where the process ends.
 */
export async function tearDown(
  close: () => Promise<void>,
  say: (text: string) => void,
  patienceMs = TEAR_DOWN_MS,
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
