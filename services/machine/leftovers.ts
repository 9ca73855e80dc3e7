/** Something outside this process that it has to take away before it ends, and how a person takes it away. */
export interface Leftover {
  /** `the container tutorial-tui-keycloak` */
  readonly what: string;
  /** `removing the container tutorial-tui-keycloak` */
  readonly ending: string;
  /** `docker rm -f tutorial-tui-keycloak`; no two things have the same. */
  readonly byHand: string;
}

const held = new Map<string, Leftover>();
const staying = new Map<string, Leftover>();
const onEmpty: (() => void)[] = [];

/** Notes it, until it is let go of: whoever ends the process earlier says what stays behind. */
export function hold(leftover: Leftover): void {
  held.set(leftover.byHand, leftover);
}

/** It is taken away, or is to stay. */
export function letGo({ byHand }: Leftover): void {
  if (!held.delete(byHand) || held.size > 0) return;
  for (const tell of onEmpty.splice(0)) tell();
}

/** Notes that it stays, because it was to be kept. */
export function stay(leftover: Leftover): void {
  staying.set(leftover.byHand, leftover);
}

/** What stays on purpose. */
export function stays(): readonly Leftover[] {
  return [...staying.values()];
}

/** What would stay behind if the process ended now. */
export function leftovers(): readonly Leftover[] {
  return [...held.values()];
}

/** Waits until nothing is left to be taken away, but not for long. */
export async function leftoversGone(patienceMs: number): Promise<void> {
  if (held.size === 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    onEmpty.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
