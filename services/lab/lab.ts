import { TutorialError } from '../../src/errors.ts';
import { PART_NAMES, type PartName } from '../../src/evidence/part-names.ts';
import type { PartState } from '../../src/evidence/part-state.ts';
import { newSalt } from '../../src/evidence/print.ts';
import type { Endpoints } from '../clients/discovery.ts';
import type { TokenSet } from '../clients/login.ts';
import { createStackClient, type StackClient } from '../clients/stack.ts';
import { type Credentials, credentialVariables } from '../identity/credentials.ts';
import { keycloakEndpoints } from '../identity/keycloak/paths.ts';
import { loginOf } from '../identity/plan-lookup.ts';
import type { AdminConsole, IdentityProvider, Inspection } from '../identity/provider.ts';
import type { Availability, Part, Progress } from '../part/part.ts';
import type { PartProcess } from '../part/supervisor.ts';
import { linkedController } from '../wire/deadline.ts';
import type { LabOptions, PartListener } from './lab-options.ts';
import { Wallet } from './wallet.ts';

type Bundled = Exclude<PartName, 'identity'>;

/** The four parts that a lesson acts on, and the tokens it acts with. */
export class Lab {
  readonly credentials: Credentials;
  readonly #options: LabOptions;
  readonly #wallet: Wallet;
  /** What the prints of this run are made with. */
  readonly #salt = newSalt();
  /** The parts that run. */
  readonly #parts = new Map<PartName, Part>();
  /** Processes of bundled parts: those that run, and those that wait to be started. */
  readonly #processes = new Map<PartName, PartProcess>();
  readonly #states = new Map<string, PartState>();
  #identity: IdentityProvider | undefined;
  #inspection: Inspection | undefined;
  #starting: { started: Promise<void>; during: AbortController } | undefined;
  #warming: Promise<void> | undefined;
  #closed = false;

  constructor(options: LabOptions) {
    this.#options = options;
    this.credentials = options.credentials;
    this.#wallet = new Wallet({
      credentials: options.credentials,
      login: loginOf(options.realm, 'user'),
      client: options.tokenClient,
      issuer: () => this.issuer,
      onToken: (token) => options.onEvent({ type: 'token', token }),
    });
  }

  /** Base URL of a part; where it does not run, the one it would have. */
  url(part: PartName): string {
    return this.#states.get(part)?.url ?? `http://localhost:${this.#options.ports[part].port}`;
  }

  /** The issuer that tokens carry, discovery names and the tool server trusts: one string. */
  get issuer(): string {
    return this.#identity?.issuer ?? `${this.url('identity')}/realms/${this.#options.realm.realm}`;
  }

  /** Where the identity provider answers, by what it said last; as a Keycloak does, where it cannot be asked yet. */
  get endpoints(): Endpoints {
    return this.#inspection?.endpoints ?? this.#identity?.endpoints ?? keycloakEndpoints(this.issuer);
  }

  /** How the learner starts this program again. */
  get program(): string {
    return this.#options.program;
  }

  /** Looks whether the chosen identity provider can be had. */
  identityChoice(signal: AbortSignal): Promise<Availability> {
    return this.#options.identity.look(signal);
  }

  /** Loads the bundled parts into processes that wait, so that their steps need not: for a run that nobody reads along with. */
  warmUp(signal: AbortSignal): Promise<void> {
    this.#warming = this.#warm(signal);
    return this.#warming;
  }

  async #warm(signal: AbortSignal): Promise<void> {
    const { kind } = await this.identityChoice(signal);
    for (const part of PART_NAMES) {
      signal.throwIfAborted();
      if (part !== 'identity' || kind === 'bundled') await this.#process(part);
    }
  }

  /** A client of the stack server. */
  stack(signal: AbortSignal): StackClient {
    return createStackClient({ baseUrl: this.url('stack'), signal });
  }

  isReady(part: PartName): boolean {
    return this.#parts.has(part);
  }

  /** Whose the part is that runs; undefined where none does. */
  kindOf(part: PartName): Part['kind'] | undefined {
    return this.#parts.get(part)?.kind;
  }

  /** The identity provider. Throws where it was not started. */
  get identity(): IdentityProvider {
    if (!this.#identity) throw notRunning('identity');
    return this.#identity;
  }

  /** Where a person repairs the realm; undefined where there is no such place, or not yet. */
  get adminConsole(): AdminConsole | undefined {
    return this.#identity?.console;
  }

  /** Starts a part, where it does not run already. */
  async start(part: PartName, signal: AbortSignal, onProgress: (progress: Progress) => void = () => {}): Promise<void> {
    const running = this.#parts.get(part);
    if (running?.kind === 'own') onProgress({ text: `the ${part} server that you started is used: ${running.place}` });
    if (running) return;
    this.#change({ part, status: 'starting' });
    const during = linkedController(signal);
    const started = this.#start(part, during.signal, onProgress);
    this.#starting = { started, during };
    await started;
  }

  async #start(part: PartName, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<void> {
    try {
      const opened =
        part === 'identity' ? await this.#openIdentity(signal, onProgress) : await this.#openBundled(part, signal);
      this.#enter(part, opened);
    } catch (error) {
      this.#change({ part, status: 'failed' });
      throw error;
    }
  }

  /** Whether a part could be taken in: the lab has none, and is not about to. */
  hasRoomFor(part: PartName): boolean {
    return !this.#closed && !this.isReady(part) && this.#states.get(part)?.status !== 'starting';
  }

  /** Takes in a part that the learner started by hand. Gives where it tells what it does, or why there is no room for it. */
  async takeIn(part: PartName, own: Part): Promise<PartListener | { refused: string }> {
    const provider = part === 'identity' ? await this.#options.identity.adopt(own) : undefined;
    if (provider && 'refused' in provider) return provider;
    if (!this.hasRoomFor(part)) return { refused: `it has a ${part} server of its own` };
    if (provider) this.#identity = provider;
    this.#enter(part, own);
    return this.#listener(part);
  }

  /** An access token for the learner with the scope of the lesson, renewed when it is about to expire. */
  token(signal: AbortSignal): Promise<TokenSet> {
    return this.#wallet.token(signal);
  }

  /**
   * What the identity provider is found to be, now or by the look that a set-up has just ended with. The one login of it is the learner's from
   * then on: nothing else logs in while its token lives.
   */
  async inspectIdentity(signal: AbortSignal, made?: Inspection): Promise<Inspection> {
    const seen = made ?? (await this.identity.inspect(signal));
    this.#inspection = seen;
    this.#wallet.keep('token' in seen.login ? seen.login.token : undefined);
    return seen;
  }

  /** What `inspectIdentity` found last. Throws where it has not looked. */
  get inspection(): Inspection {
    if (!this.#inspection) throw notRunning('identity');
    return this.#inspection;
  }

  /** Ends every part that is ours. Nothing of ours is left listening. */
  async close(): Promise<void> {
    this.#closed = true;
    // What is about to be spawned, pulled or created would outlive the lab.
    this.#starting?.during.abort(new TutorialError('interrupted', 'The lab is closed.'));
    await this.#starting?.started.catch(() => {});
    await this.#warming?.catch(() => {});
    const ending = [
      // Also where it has ended: what is left of a container.
      this.#identity?.close(),
      ...[...this.#parts.values()].map((part) => part.close()),
      ...[...this.#processes.values()].map((process) => process.stop()),
    ];
    this.#parts.clear();
    this.#processes.clear();
    this.#identity = undefined;
    await Promise.all(ending);
  }

  /** A part that runs takes its place, until it ends. */
  #enter(part: PartName, opened: Part): void {
    this.#parts.set(part, opened);
    opened.ended.then(({ message, why }) => {
      if (this.#parts.get(part) !== opened) return;
      this.#parts.delete(part);
      this.#change({ part, status: 'failed', why: [message, why].filter(Boolean).join(' ') });
    });
    const { url, version, place } = opened;
    this.#change({ part, status: 'ready', url, version, place });
  }

  async #openIdentity(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Part> {
    // One that failed: what is left of it makes room.
    await this.#identity?.close();
    const provider = await this.#options.identity.open(
      {
        port: this.#options.ports.identity,
        startPart: () => this.#startProcess('identity', [], signal),
        onLog: (text) => this.#log('identity', text, Date.now()),
        onProgress,
      },
      signal,
    );
    this.#identity = provider;
    return provider;
  }

  async #openBundled(part: Bundled, signal: AbortSignal): Promise<Part> {
    const { url, version, pid, ended, stop } = await this.#startProcess(part, this.#arguments(part), signal);
    return { name: part, kind: 'bundled', url, version, place: `pid ${pid}`, reports: true, ended, close: stop };
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
    const spawn = await this.#options.spawner();
    const known = this.#processes.get(part);
    if (known) return known;
    const spawned = spawn({
      part,
      env: part === 'identity' ? credentialVariables(this.credentials) : {},
      ...this.#listener(part),
    });
    this.#processes.set(part, spawned);
    spawned.ended.then(() => {
      if (this.#processes.get(part) === spawned) this.#processes.delete(part);
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

  #listener(part: PartName): PartListener {
    return {
      onLog: (text, at, traceId) => this.#log(part, text, at, traceId),
      onHop: (hop) => this.#options.onEvent({ type: 'hop', hop }),
      salt: this.#salt,
    };
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
