/** Longest time that ending a lab may take: a container engine that is busy needs some, one that hangs gets no more. */
const TEAR_DOWN_MS = 15_000;

/** Ends a lab, but does not wait for ever. What it left behind is said where the process ends. */
export async function tearDown(close: () => Promise<void>, patienceMs = TEAR_DOWN_MS): Promise<void> {
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
