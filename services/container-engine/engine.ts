/** What is asked of a container. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Its own host name, inside. */
  readonly hostname: string;
  /** Port of the host's 127.0.0.1, and port inside. */
  readonly publish: { readonly host: number; readonly inside: number };
}

/** A container in a list. */
export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container looked at by itself. */
export interface ContainerDetails extends ContainerSummary {
  readonly image: string;
  readonly hostname: string;
  /** As the engine calls it: `created`, `running`, `paused`, `exited` … */
  readonly status: string;
  readonly running: boolean;
  readonly exitCode: number;
  readonly killedForMemory: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** The port of the host on which the one published port is, or will be once it runs. */
  readonly publishedPort: number | undefined;
}

/** One line of a pull's progress, as the engine's API tells it. */
export interface PullEvent {
  readonly layer: string | undefined;
  readonly status: string;
  readonly current: number | undefined;
  readonly total: number | undefined;
}

/** A container engine, as far as the lab needs one. Every call rejects with an EngineError, or with its signal's reason. */
export interface ContainerEngine {
  /** `Docker 28.2.2` */
  readonly name: string;
  hasImage(image: string, signal: AbortSignal): Promise<boolean>;
  /** Pulls an image; ends when it is there. Ending the signal ends the pull in the engine too. */
  pull(image: string, signal: AbortSignal): AsyncIterable<PullEvent>;
  /** All containers with the label, running or not. */
  list(label: string, signal: AbortSignal): Promise<ContainerSummary[]>;
  /** Creates a container and returns its id; it does not run yet. */
  create(spec: ContainerSpec, signal: AbortSignal): Promise<string>;
  start(id: string, signal: AbortSignal): Promise<void>;
  /** Ends it as Keycloak wants to be ended; one that does not run is no error. */
  stop(id: string, signal: AbortSignal): Promise<void>;
  /** By id or name; undefined where there is none. */
  inspect(id: string, signal: AbortSignal): Promise<ContainerDetails | undefined>;
  /** Gives each line of its log, from the beginning or from a time in ms; resolves when container or engine have ended, or with the signal. */
  follow(id: string, onLine: (line: string) => void, signal: AbortSignal, since?: number): Promise<void>;
  /** Runs a command in the container. */
  exec(id: string, command: readonly string[], signal: AbortSignal): Promise<{ exitCode: number; output: string }>;
  /** Ends and removes it, with its volumes; one that is gone already is no error. */
  remove(id: string, signal: AbortSignal): Promise<void>;
}

/** What an engine refused or could not do, in its own words. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** HTTP status of the engine's answer; undefined where none came. */
  readonly status: number | undefined;

  constructor(message: string, status: number | undefined, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}
