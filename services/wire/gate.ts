/** Why somebody did not get in. */
export class Turned extends Error {}

/** How many a gate lets in, and how many may wait for it. */
export interface GateLimits {
  /** Places inside. */
  places: number;
  /** How many may wait for one. */
  queue: number;
  /** How long one waits, in milliseconds. */
  patience: number;
}

interface Waiter {
  places: number;
  enter(): void;
}

/** Counts what is under way: so much at once, then a queue in the order of arrival, and what comes to a full queue is turned away. */
export class Gate {
  readonly #limits: GateLimits;
  #free: number;
  readonly #queue: Waiter[] = [];

  constructor(limits: GateLimits) {
    this.#limits = limits;
    this.#free = limits.places;
  }

  /**
   * Takes so many places at once, when they are free. Returns what gives them back, which counts once. Throws Turned where the queue is full,
   * the patience ends, or the signal does.
   */
  async enter(places: number, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw new Turned('the caller is gone');
    if (this.#queue.length > 0 || places > this.#free) await this.#wait(places, signal);
    else this.#free -= places;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#free += places;
      this.#letIn();
    };
  }

  #wait(places: number, signal: AbortSignal): Promise<void> {
    const { queue, patience } = this.#limits;
    if (this.#queue.length >= queue) throw new Turned(`${queue} others wait already`);
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        places,
        enter: () => {
          settle();
          resolve();
        },
      };
      const leave = (why: string) => {
        settle();
        this.#queue.splice(this.#queue.indexOf(waiter), 1);
        reject(new Turned(why));
        // Whoever stood behind one that wanted many places may find enough.
        this.#letIn();
      };
      const onAbort = () => leave('the caller is gone');
      const timer = setTimeout(() => leave(`no place became free within ${patience} ms`), patience).unref();
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(waiter);
    });
  }

  #letIn(): void {
    for (let [first] = this.#queue; first && first.places <= this.#free; [first] = this.#queue) {
      this.#queue.shift();
      this.#free -= first.places;
      first.enter();
    }
  }
}
