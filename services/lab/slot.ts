import { TutorialError } from '../../src/errors.ts';
import type { PartState } from '../../src/evidence/part-state.ts';
import type { Availability, Part, PartListener, PartWiring, PartWish, WorkProgress } from '../part/part.ts';
import type { Recording } from '../part/tap/recording.ts';
import { linkedController } from '../wire/deadline.ts';
import type { PortChoice } from '../wire/listen.ts';
import type { WantedPart } from './lab-options.ts';
import { triedAgain } from './tried-again.ts';

/** A place for one part in the lab, and who hears of it. */
export interface SlotOptions extends WantedPart {
  /** What the part may use of the lab, beside what is its own. */
  readonly lab: Pick<PartWiring, 'url' | 'issuer' | 'audience' | 'dataFolder'>;
  readonly listener: PartListener;
  readonly onChange: (state: PartState) => void;
  /** Hears why its start is tried again, each time with its number, from 1. */
  readonly onRetry: (why: TutorialError, retry: number) => void;
  /** How often a start that failed is tried again; never where it is left out. */
  readonly retries?: number | undefined;
  /** Where what is sent to it is kept; nowhere where it is left out. */
  readonly recording?: Recording | undefined;
  /** Where the lab's other parts are wanted. */
  readonly otherPorts: readonly number[];
}

const HIGHEST_PORT = 65_535;

/** As the lab starts a part of its kind by itself. */
const PLAIN: PartWish = { args: [], secrets: {} };

/** The place of one part in the lab, whose ever the part is. */
export class Slot {
  readonly #options: SlotOptions;
  /** The part that runs, or did last. */
  #part: Part | undefined;
  #runs = false;
  /** How the part that runs, or did last, was wanted. */
  #wish = PLAIN;
  #starting: { readonly over: Promise<void>; readonly during: AbortController } | undefined;
  #preparing: Promise<void> | undefined;
  #closed = false;
  #url: string;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#url = `http://localhost:${options.port.port}`;
  }

  /** Base URL of the part; where it does not run, the one it had or would have. */
  get url(): string {
    return this.#url;
  }

  /** The port at which the part is wanted, and whether another one would do. */
  get wantedPort(): PortChoice {
    return this.#options.port;
  }

  get usualPort(): number {
    return this.#options.usualPort;
  }

  /** The part that runs, or did last. */
  get last(): Part | undefined {
    return this.#part;
  }

  get running(): Part | undefined {
    return this.#runs ? this.#part : undefined;
  }

  get isFree(): boolean {
    return !this.#closed && !this.#runs && this.#starting === undefined;
  }

  /** Whether a part of ours runs that was not wanted plainly. */
  get isOtherwise(): boolean {
    return this.running?.kind === 'bundled' && !isSame(this.#wish, PLAIN);
  }

  look(signal: AbortSignal): Promise<Availability> {
    return this.#options.source.look(signal);
  }

  /** Gets the part ready to be started soon, so many times over. */
  async prepare(signal: AbortSignal, times: number): Promise<void> {
    if (this.#closed) return;
    const wiring = this.#wiring(() => {});
    this.#preparing = this.#options.source.prepare?.(wiring, signal, times);
    await this.#preparing;
  }

  /** Starts the part, where it does not run already as it is wanted; one of ours that hangs, or was wanted otherwise, is ended and started anew. */
  async start(
    signal: AbortSignal,
    onProgress: (progress: WorkProgress) => void,
    wish: PartWish = PLAIN,
  ): Promise<void> {
    // It would outlive the lab.
    if (this.#closed) throw closed();
    const during = linkedController(signal);
    const over = this.#startUnlessItLives(during.signal, onProgress, wish).finally(() => {
      this.#starting = undefined;
    });
    this.#starting = { over, during };
    await over;
  }

  /** Takes in a part that the learner started by hand. Gives where it tells what it does, or why there is no room for it. */
  async takeIn(own: Part): Promise<PartListener | { refused: string }> {
    const { source, listener } = this.#options;
    const adopted = (await source.adopt?.(own)) ?? own;
    if ('refused' in adopted) return adopted;
    if (!this.isFree) return { refused: `it has its own ${source.name} server` };
    this.#enter(
      this.#options.recording
        ? await this.#seen(
            adopted,
            this.#wiring(() => {}),
          )
        : adopted,
    );
    return listener;
  }

  /** Ends what is ours of it, also where it has not quite started, or has ended: what is left of a container. */
  async close(): Promise<void> {
    this.#closed = true;
    // What is about to be spawned, pulled or created would outlive the lab.
    this.#starting?.during.abort(closed());
    await this.#starting?.over.catch(() => {});
    await this.#preparing?.catch(() => {});
    this.#runs = false;
    await Promise.all([this.#part?.close(), this.#options.source.close?.()]);
  }

  async #startUnlessItLives(
    signal: AbortSignal,
    onProgress: (progress: WorkProgress) => void,
    wish: PartWish,
  ): Promise<void> {
    const { running } = this;
    const isWanted = running?.kind !== 'bundled' || isSame(wish, this.#wish);
    if (running && isWanted && (await running.lives?.(signal)) !== false) {
      if (running.kind === 'own')
        onProgress({ text: `the ${running.name} server that you started is used: ${running.place}` });
      return;
    }
    if (running) {
      const why = isWanted ? 'hangs' : 'is wanted otherwise';
      onProgress({ text: `the ${running.name} server ${why} (${running.place}): it is started anew` });
    }
    this.#wish = wish;
    await this.#start(signal, onProgress);
  }

  async #start(signal: AbortSignal, onProgress: (progress: WorkProgress) => void): Promise<void> {
    this.#change('starting');
    this.#runs = false;
    try {
      // What is left of one that ended, or hangs, makes room.
      await this.#part?.close();
      const { retries = 0, onRetry } = this.#options;
      const open = () => this.#open(this.#wiring(onProgress), signal);
      this.#enter(await triedAgain(open, { retries, signal, onProgress, onRetry }));
    } catch (error) {
      // What was ended from outside has not failed.
      if (signal.aborted) this.#change('off', { why: `ended while it started: ${(signal.reason as Error).message}` });
      else this.#change('failed');
      throw error;
    }
  }

  async #open(wiring: PartWiring, signal: AbortSignal): Promise<Part> {
    const { source, recording, otherPorts } = this.#options;
    return this.#seen(await source.open(recording ? behind(wiring, otherPorts) : wiring, signal), wiring);
  }

  /** The part as it is, or with a tap before it. */
  async #seen(part: Part, wiring: PartWiring): Promise<Part> {
    const { protocol, recording } = this.#options;
    if (protocol === undefined || (part.reports && !recording)) return part;
    const { tappedPart } = await import('../part/tapped-part.ts');
    return tappedPart(part, protocol, wiring, recording);
  }

  /** A part that runs takes its place, until it ends. */
  #enter(part: Part): void {
    this.#part = part;
    this.#runs = true;
    const { url, version, place } = part;
    this.#url = url;
    part.ended.then(({ message, why }) => {
      if (!this.#runs || this.#part !== part) return;
      this.#runs = false;
      this.#change('failed', { why: [message, why].filter(Boolean).join(' ') });
    });
    const { usualPort } = this;
    const elsewhere = Number(new URL(url).port) !== usualPort;
    this.#change('ready', { url, version, place, ...(elsewhere && { usualPort }) });
  }

  #change(status: PartState['status'], more: Omit<PartState, 'part' | 'status'> = {}): void {
    const { name, own } = this.#options.source;
    this.#options.onChange({ part: name, status, ...(own !== undefined && { own }), ...more });
  }

  #wiring(onProgress: (progress: WorkProgress) => void): PartWiring {
    const { lab, listener, port } = this.#options;
    return {
      ...listener,
      // One that is started again is wanted where it was: commands that were copied name that port.
      port: { port: Number(new URL(this.#url).port), pinned: port.pinned },
      wish: this.#wish,
      url: (part) => lab.url(part),
      issuer: lab.issuer,
      audience: lab.audience,
      dataFolder: lab.dataFolder,
      onProgress,
    };
  }
}

/** What has a tap before it makes room for that, and takes no port that another part is wanted at. */
function behind(wiring: PartWiring, otherPorts: readonly number[]): PartWiring {
  let port = wiring.port.port + 1;
  while (otherPorts.includes(port)) port += 1;
  return { ...wiring, port: { port: port <= HIGHEST_PORT ? port : 0, pinned: false } };
}

function closed(): TutorialError {
  return new TutorialError('interrupted', 'The lab is closed.');
}

/** Secrets are compared by their names: what a part is told by one of them is the same during a run. */
function isSame(one: PartWish, other: PartWish): boolean {
  const [first, second] = [one, other].map(({ args, secrets }) => JSON.stringify([args, Object.keys(secrets)]));
  return first === second;
}
