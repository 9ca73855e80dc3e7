import type { Listen } from '../wire/listen.ts';
import type { PartWiring, Secrets } from './part.ts';
import type { PartReporter, RunningPart } from './part-server.ts';
import type { Protocol } from './tap/protocol.ts';

/** One of the tutorial's servers: how `serve` runs it alone, and what a lab tells it. Light to load: its modules come with `load`. */
export interface ServedPart {
  readonly name: string;
  /** The tutorial's own port. */
  readonly port: number;
  /** What a tap reads its requests as. Left out of one that takes no tap, for its address counts: the issuer in every token. */
  readonly protocol?: Protocol;
  /** Whether a lab always sets a tap before it, which keeps what is sent there byte for byte, to be looked through. */
  readonly recorded?: true;
  /** The options of `serve` that it has. */
  readonly options: readonly ServeOption[];
  /** Loads its modules, so that `start` need not. */
  load(): Promise<unknown>;
  /** Throws a TutorialError: usage where an option means nothing, part-unreachable where it cannot listen. */
  start(asked: Asked, reporter: PartReporter): Promise<RunningPart>;
  /** The arguments of `serve` that a lab gives it, beside its port. */
  argumentsIn(lab: Pick<PartWiring, 'url' | 'issuer' | 'audience' | 'dataFolder'>): readonly string[];
}

/** An option of `serve`, in commander's words. */
export interface ServeOption {
  /** e.g. `--allow-origin <origin...>` */
  readonly flags: string;
  readonly about: string;
  readonly standard?: string | readonly string[];
  /** What its value has to be; any text where it is left out. */
  readonly takes?: 'some text' | 'web URL';
  /** The values that it may have. */
  readonly choices?: readonly string[];
  /** The option that it cannot stand beside, as commander names its attribute. */
  readonly conflicts?: string;
}

/** What `serve` was asked for. */
export interface Asked<Options = unknown, Realm = unknown> {
  readonly listen: Listen;
  /** Values of the part's own options, by the names that commander gives them. */
  readonly options: Options;
  readonly env: NodeJS.ProcessEnv;
  /** What a lab told it alone; none where a person started it. */
  readonly secrets: Secrets;
  /** What the course needs of the identity provider's realm; loaded when it is asked for. */
  realm(): Promise<Realm>;
  /** Whether a person started it, rather than a lab. */
  readonly byHand: boolean;
}
