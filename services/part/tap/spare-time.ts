/** Milliseconds at a stretch for which what passes may have to wait. */
const STRETCH_MS = 2;
/** The part of the time that looking has while calls pass one after the other. */
const SHARE = 0.01;
/** Calls pass one after the other where one has begun within so many milliseconds. */
const CALM_MS = 20;
/** Milliseconds of its share that can be saved up: a few calls are looked at at once. */
const MOST_SAVED_MS = 20;
/** Jobs that may wait. */
const MOST_WAITING = 10_000;

/**
 * The time in which a tap looks at what has passed. Passing comes first: while calls come, looking has a small part of the time, and what has been
 * seen waits; when none comes, it has all of it. Where too much waits, further exchanges are not looked at, and counted.
 */
export class SpareTime {
  readonly #waiting: (() => void)[] = [];
  readonly #onMissed: (exchanges: number) => void;
  readonly #now: () => number;
  #saved = MOST_SAVED_MS;
  #savedAt: number;
  #begunAt = Number.NEGATIVE_INFINITY;
  #planned = false;
  #missed = 0;

  /** `onMissed` is told how many exchanges were not looked at, once there is time again; `now` tells milliseconds. */
  constructor(onMissed: (exchanges: number) => void, now: () => number = () => performance.now()) {
    this.#onMissed = onMissed;
    this.#now = now;
    this.#savedAt = now();
  }

  /** Whether nothing more should wait. */
  get isFull(): boolean {
    return this.#waiting.length >= MOST_WAITING;
  }

  /** An exchange begins. Whether there will be time to look at it. */
  mayLook(): boolean {
    this.#begunAt = this.#now();
    if (this.isFull) this.#missed += 1;
    return !this.isFull;
  }

  /** Does this when there is time, after what came before. It must not throw. */
  add(job: () => void): void {
    this.#waiting.push(job);
    this.#plan();
  }

  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    if (this.#isCalm || this.#save() > 0) setImmediate(() => this.#work());
    else setTimeout(() => this.#work(), CALM_MS);
  }

  #work(): void {
    this.#planned = false;
    const saved = this.#save();
    const began = this.#now();
    const isCalm = this.#isCalm;
    const limit = isCalm ? STRETCH_MS : Math.min(STRETCH_MS, saved);
    let spent = 0;
    while (this.#waiting.length > 0 && spent < limit) {
      this.#waiting.shift()?.();
      spent = this.#now() - began;
    }
    if (!isCalm) this.#saved -= spent;
    if (this.#waiting.length > 0) this.#plan();
    else this.#tellMissed();
  }

  get #isCalm(): boolean {
    return this.#now() - this.#begunAt > CALM_MS;
  }

  /** Milliseconds that have been saved up till now. */
  #save(): number {
    const now = this.#now();
    this.#saved = Math.min(this.#saved + (now - this.#savedAt) * SHARE, MOST_SAVED_MS);
    this.#savedAt = now;
    return this.#saved;
  }

  #tellMissed(): void {
    if (this.#missed > 0) this.#onMissed(this.#missed);
    this.#missed = 0;
  }
}
