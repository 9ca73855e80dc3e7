import { TutorialError } from '../src/errors.ts';
import type { TokenSet } from './clients/login.ts';
import { createStackClient, type StackClient } from './clients/stack.ts';
import { linkedController } from './deadline.ts';
import type { Hop, LogLine, PartState } from './evidence.ts';
import { type Credentials, credentialVariables } from './identity/credentials.ts';
import type { IdentityProvider, Progress } from './identity/provider.ts';
import { REALM } from './identity/realm.ts';
import { PART_NAMES, type PartName } from './part-names.ts';
import type { PartProcess, StartedPart } from './supervisor.ts';

/** A port for a part; where it is not pinned and taken, the next free one is used. */
export interface PortChoice {
  port: number;
  pinned: boolean;
}

export type LabEvent =
  | { type: 'part'; state: PartState }
  | { type: 'log'; line: LogLine }
  | { type: 'hop'; hop: Hop }
  | { type: 'token'; token: TokenSet };

/** What an identity provider may use of the lab that it becomes a part of. */
export interface IdentityWiring {
  port: PortChoice;
  startPart(): Promise<StartedPart & Pick<PartProcess, 'ended' | 'stop'>>;
  onLog(text: string): void;
  onProgress(progress: Progress): void;
}

/** Whether the chosen identity provider can be had, which it is and why, and whether it is a bundled part. */
export interface IdentityLook {
  passed: boolean;
  saw: string;
  bundled: boolean;
}

/** The identity provider that was chosen, before it is opened. */
export interface IdentitySource {
  look(signal: AbortSignal): Promise<IdentityLook>;
  open(wiring: IdentityWiring, signal: AbortSignal): Promise<IdentityProvider>;
}

export interface LabOptions {
  /** The program's own script, which starts the parts. */
  entry: string;
  /** How the learner starts this program again, for commands to paste. */
  program: string;
  ports: Readonly<Record<PartName, PortChoice>>;
  credentials: Credentials;
  /** Where the stack server keeps its registry during this run; undefined where nothing can be written. */
  dataFolder: string | undefined;
  identity: IdentitySource;
  onEvent: (event: LabEvent) => void;
}

type Bundled = Exclude<PartName, 'identity'>;

/** A token is renewed when it has less than this left. */
const RENEW_BEFORE_MS = 30_000;

/** The four parts that a lesson acts on. */
export class Lab {
  readonly credentials: Credentials;
  readonly #options: LabOptions;
  readonly #processes = new Map<PartName, PartProcess>();
  readonly #states = new Map<PartName, PartState>();
  #identity: IdentityProvider | undefined;
  #token: TokenSet | undefined;
  #starting: { started: Promise<void>; during: AbortController } | undefined;
  #warming: Promise<void> | undefined;

  constructor(options: LabOptions) {
    this.#options = options;
    this.credentials = options.credentials;
  }

  /** Base URL of a part; where it does not run, the one it would have. */
  url(part: PartName): string {
    return this.#states.get(part)?.url ?? `http://localhost:${this.#options.ports[part].port}`;
  }

  /** The issuer that tokens carry, discovery names and the tool server trusts: one string. */
  get issuer(): string {
    return this.#identity?.issuer ?? `${this.url('identity')}/realms/${REALM.realm}`;
  }

  /** How the learner starts this program again. */
  get program(): string {
    return this.#options.program;
  }

  /** Looks whether the chosen identity provider can be had. */
  identityChoice(signal: AbortSignal): Promise<IdentityLook> {
    return this.#options.identity.look(signal);
  }

  /** Loads the bundled parts into processes that wait, so that their steps need not: for a run that nobody reads along with. */
  warmUp(signal: AbortSignal): Promise<void> {
    this.#warming = this.#warm(signal);
    return this.#warming;
  }

  async #warm(signal: AbortSignal): Promise<void> {
    const { bundled } = await this.identityChoice(signal);
    for (const part of PART_NAMES) {
      signal.throwIfAborted();
      if (part !== 'identity' || bundled) await this.#process(part);
    }
  }

  /** A client of the stack server. */
  stack(signal: AbortSignal): StackClient {
    return createStackClient({ baseUrl: this.url('stack'), signal });
  }

  isReady(part: PartName): boolean {
    return this.#states.get(part)?.status === 'ready';
  }

  /** The identity provider. Throws where it was not started. */
  get identity(): IdentityProvider {
    if (!this.#identity) throw notRunning('identity');
    return this.#identity;
  }

  /** Starts a part, where it does not run already. */
  async start(part: PartName, signal: AbortSignal, onProgress: (progress: Progress) => void = () => {}): Promise<void> {
    if (this.isReady(part)) return;
    this.#change({ part, status: 'starting' });
    const during = linkedController(signal);
    const started = this.#start(part, during.signal, onProgress);
    this.#starting = { started, during };
    await started;
  }

  async #start(part: PartName, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<void> {
    try {
      if (part === 'identity') await this.#startIdentity(signal, onProgress);
      else await this.#startBundled(part, this.#arguments(part), signal);
    } catch (error) {
      this.#change({ part, status: 'failed' });
      throw error;
    }
  }

  /** An access token for the learner with the scope of the lesson, renewed when it is about to expire. */
  async token(signal: AbortSignal): Promise<TokenSet> {
    const kept = this.#token;
    if (kept && kept.expiresAt - Date.now() > RENEW_BEFORE_MS) return kept;
    const { login, refresh } = await import('./clients/login.ts');
    const client = { issuer: this.issuer, clientId: REALM.clients.stack.clientId, signal };
    const logIn = () => {
      const { userName: username, password } = this.credentials;
      return login({ ...client, username, password, scope: REALM.audienceScope.name });
    };
    const token = kept?.refreshToken
      ? await refresh({ ...client, refreshToken: kept.refreshToken }).catch(logIn)
      : await logIn();
    this.#token = token;
    this.#options.onEvent({ type: 'token', token });
    return token;
  }

  /** Logs in anew, so that what comes is proof of the provider as it is now. */
  async freshToken(signal: AbortSignal): Promise<TokenSet> {
    this.#token = undefined;
    return this.token(signal);
  }

  /** Ends every part. Nothing is left listening. */
  async close(): Promise<void> {
    // What is about to be spawned, pulled or created would outlive the lab.
    this.#starting?.during.abort(new TutorialError('interrupted', 'The lab is closed.'));
    await this.#starting?.started.catch(() => {});
    await this.#warming?.catch(() => {});
    const processes = [...this.#processes];
    this.#processes.clear();
    const identity = this.#identity;
    this.#identity = undefined;
    await Promise.all([identity?.close(), ...processes.map(([, process]) => process.stop())]);
  }

  async #startIdentity(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<void> {
    // One that failed: what is left of it makes room.
    await this.#identity?.close();
    this.#identity = await this.#options.identity.open(
      {
        port: this.#options.ports.identity,
        startPart: () => this.#startProcess('identity', [], signal),
        onLog: (text) => this.#log('identity', text, Date.now()),
        onProgress,
      },
      signal,
    );
    const { issuer, description, place } = this.#identity;
    this.#identity.ended.then(() => this.isReady('identity') && this.#change({ part: 'identity', status: 'failed' }));
    this.#change({ part: 'identity', status: 'ready', url: new URL(issuer).origin, version: description, place });
  }

  async #startBundled(part: Bundled, args: readonly string[], signal: AbortSignal): Promise<void> {
    const { url, version, pid } = await this.#startProcess(part, args, signal);
    this.#change({ part, status: 'ready', url, version, place: `pid ${pid}` });
  }

  async #startProcess(part: PartName, args: readonly string[], signal: AbortSignal) {
    const process = await this.#process(part);
    // A part that is started again is wanted where it was: commands that were copied name that port.
    const { port } = new URL(this.url(part));
    const { pinned } = this.#options.ports[part];
    const started = await process
      .start(['--port', port, ...(pinned ? [] : ['--or-next']), ...args], signal)
      .catch((error: unknown) => {
        // It has ended; the next try needs a process of its own.
        this.#processes.delete(part);
        throw error;
      });
    return { ...started, ended: process.ended, stop: process.stop };
  }

  /** The process of a part, spawned where there is none yet. */
  async #process(part: PartName): Promise<PartProcess> {
    const { spawnPart } = await import('./supervisor.ts');
    const known = this.#processes.get(part);
    if (known) return known;
    const spawned = spawnPart({
      part,
      entry: this.#options.entry,
      env: part === 'identity' ? credentialVariables(this.credentials) : {},
      onLog: (text, at, traceId) => this.#log(part, text, at, traceId),
      onHop: (hop) => this.#options.onEvent({ type: 'hop', hop }),
    });
    this.#processes.set(part, spawned);
    spawned.ended.then(() => {
      this.#processes.delete(part);
      if (this.isReady(part)) this.#change({ part, status: 'failed' });
    });
    return spawned;
  }

  #arguments(part: Bundled): readonly string[] {
    switch (part) {
      case 'tool':
        return ['--issuer', this.issuer];
      case 'mcp':
        return ['--allow-origin', this.url('tool')];
      case 'stack':
        return this.#options.dataFolder === undefined ? ['--in-memory'] : ['--data-folder', this.#options.dataFolder];
    }
  }

  #log(part: PartName, text: string, at: number, traceId?: string): void {
    this.#options.onEvent({ type: 'log', line: { part, at, text, ...(traceId && { traceId }) } });
  }

  #change(state: PartState): void {
    this.#states.set(state.part, { ...state, ...(state.url ? {} : urlOf(this.#states.get(state.part))) });
    this.#options.onEvent({ type: 'part', state });
  }
}

function urlOf(state: PartState | undefined): { url?: string } {
  return state?.url ? { url: state.url } : {};
}

function notRunning(part: PartName): TutorialError {
  return new TutorialError('part-unreachable', `The ${part} part does not run.`, { next: 'Run its step first.' });
}
