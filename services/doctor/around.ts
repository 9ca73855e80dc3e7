import type { EngineSearch, ImageLook } from '../container-engine/discover.ts';
import type { PortHolder } from '../machine/port-holders.ts';
import type { Availability } from '../part/part.ts';
import type { PortChoice } from '../wire/listen.ts';
import type { ProviderLook } from './provider-look.ts';

/** What the conditions look at, given from outside, so that a test can have each of their outcomes. Each takes the slice that it needs. */
export interface Around {
  readonly env: NodeJS.ProcessEnv;
  readonly node: NodeAround;
  readonly terminal: TerminalAround;
  readonly engine: EngineAround;
  readonly parts: readonly PartAround[];
  readonly provider: ProviderAround;
  readonly ollama: OllamaAround;
  readonly folders: readonly FolderAround[];
  readonly memory: MemoryAround;
  /** Where the system tells of its processes (proc(5)). */
  readonly proc: string;
  /** Who listens on these ports, by port, as far as that can be told in the time that it may take. */
  holders(ports: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, readonly PortHolder[]>>;
}

/** As much of it as what a lab needs is looked at in. */
export type LabAround = Pick<Around, 'env' | 'node' | 'parts' | 'provider' | 'folders' | 'memory' | 'proc' | 'holders'>;

/** The Node.js that runs, and the oldest that can. */
export interface NodeAround {
  readonly version: string;
  readonly oldest: string;
}

/** What this process reads from and writes to. */
export interface TerminalAround {
  readonly input: boolean;
  readonly output: boolean;
  readonly size: { readonly columns: number; readonly rows: number };
  /** The smallest on which the walkthrough is legible. */
  readonly smallest: { readonly columns: number; readonly rows: number };
  /** The value of TERM. */
  readonly kind: string | undefined;
  /** Bits of a colour; 1 where there is none. */
  readonly colorDepth: number;
  /** Whether marks and lines beyond ASCII reach the reader. */
  readonly unicode: boolean;
  /** Whether keys can be read one by one (raw mode, termios(3)). */
  readonly raw: boolean;
}

/** Which container engine is wanted, and what finds it; looked for once, whoever asks. */
export interface EngineAround {
  /** `no`: an identity provider was asked for that needs none. `maybe`: it is taken where there is one. */
  readonly wanted: 'yes' | 'maybe' | 'no';
  readonly image: string;
  search(signal: AbortSignal): Promise<EngineSearch>;
  /** Undefined where no engine answers. */
  lookForImage(signal: AbortSignal): Promise<ImageLook | undefined>;
}

/** A part of the lab. */
export interface PartAround {
  readonly name: string;
  /** Where it will listen; undefined where nothing of ours will. */
  readonly port: PortChoice | undefined;
  /** Who may hold that port without anything being amiss: `an ollama is`. */
  readonly neighbour?: string;
  /** Whether it runs already, in the lab that asks. */
  readonly runs: boolean;
  /** What its source says of it. Rejects as that does. */
  look(signal: AbortSignal): Promise<Availability>;
}

/** Where a realm or an issuer is, or may be. */
export interface ProviderAround {
  /** Undefined where none is, but one of ours is started. */
  readonly issuer: string | undefined;
  /** Whether it was asked for; otherwise it is only a place where one may be. */
  readonly asked: boolean;
  /** Whether the lesson makes a realm that is not there. */
  readonly makesRealm: boolean;
  look(signal: AbortSignal): Promise<ProviderLook>;
}

/** Which ollama is asked. */
export interface OllamaAround {
  /** `auto`, `scripted`, `none` or its URL. */
  readonly which: string;
  /** The value of OLLAMA_HOST. */
  readonly host: string | undefined;
  /** One of its models, by name. */
  readonly model: string | undefined;
}

/** A folder that runs write to. */
export interface FolderAround {
  readonly of: string;
  readonly path: string;
  /** Whether it has to be this user's alone. */
  readonly own: boolean;
}

/** Memory, in bytes. */
export interface MemoryAround {
  /** That can be had without taking it from others; less than the machine has where a limit is set (a container). */
  readonly available: number;
  /** That the lab takes. */
  readonly wanted: number;
}
