import type { TutorialError } from '../../src/errors.ts';
import { issuedToken } from '../../src/evidence/issued-token.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import type { Endpoints } from '../clients/discovery.ts';
import type { TokenSet } from '../clients/login.ts';
import type { StackClient } from '../clients/stack/client.ts';
import type { FoundStack } from '../clients/stack/found-stack.ts';
import type { Credentials } from '../identity/credentials.ts';
import type { AdminConsole, IdentityProvider, Inspection } from '../identity/provider.ts';
import type { RealmPlan } from '../identity/realm-plan.ts';
import { observer } from '../part/observer.ts';
import type { Availability, Part, PartListener, WorkProgress } from '../part/part.ts';
import { IDENTITY, LabIdentity } from './lab-identity.ts';
import { LabMcp, MCP, type McpOfLab } from './lab-mcp.ts';
import type { LabOptions, LoginWish, StartOptions, WantedModel, WantedPart } from './lab-options.ts';
import { LabStack, STACK, type ToolGroupOfRun } from './lab-stack.ts';
import { LabTokens } from './lab-tokens.ts';
import { LoginTraces } from './login-traces.ts';
import { openSlots, prepareSlots, silenceAmong } from './open-slots.ts';
import { Records } from './records.ts';
import type { Slot } from './slot.ts';
import type { Grant } from './wallet.ts';

/** The parts that a lesson acts on, whose ever they are, and the tokens it acts with. */
export class Lab {
  readonly credentials: Credentials;
  /** What the lesson needs of the realm, by the names that it has here. */
  readonly realm: RealmPlan;
  /** How the learner starts this program again. */
  readonly program: string;
  /** Where parts keep what they write during this run; undefined where nothing can be written. */
  readonly dataFolder: string | undefined;
  /** Where its MCP server is asked. */
  readonly mcp: McpOfLab;
  readonly records = new Records();
  readonly model: WantedModel;
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #identity: LabIdentity;
  readonly #tokens: LabTokens;
  readonly #tell: LabOptions['onEvent'];
  /** What the prints of this run are made with. */
  readonly #salt = newSalt();
  readonly #print = printer(this.#salt);
  /** Tells what this process sees by itself. */
  readonly #observe = observer({ salt: this.#salt, onHop: (hop) => this.#tell({ type: 'hop', hop }) });
  readonly #stack: LabStack;
  #closed = false;

  constructor(options: LabOptions) {
    const { program, parts, credentials, realm, expected, dataFolder, retries } = options;
    const logins = new LoginTraces();
    // What a part that has ended still had to say would come after the verdict; what is put back then is none of the lesson's hops.
    const onEvent: LabOptions['onEvent'] = (event) => {
      if (!this.#closed && !(this.#stack.putsBack && event.type === 'hop')) options.onEvent(event);
    };
    this.#tell = onEvent;
    this.program = program;
    this.model = options.model ?? { which: 'auto' };
    this.credentials = credentials;
    this.realm = realm;
    this.dataFolder = dataFolder;
    this.#stack = new LabStack(this, options.stack);
    this.#slots = openSlots(parts, { lab: this, salt: this.#salt, logins, tell: onEvent, retries });
    this.mcp = new LabMcp(this, options.mcp, this.#observe);
    this.#tokens = new LabTokens({
      ...options,
      logins,
      observe: this.#observe,
      issuer: () => this.issuer,
      isSilent: () => this.running(IDENTITY)?.reports === false,
      secretOf: (clientId, signal) => this.identity.secretOf(clientId, signal),
      onToken: (name, token) => {
        this.records.token(token);
        onEvent({ type: 'token', name, ...issuedToken(token.accessToken, this.#print) });
      },
    });
    this.#identity = new LabIdentity({
      part: () => this.#slots.get(IDENTITY)?.last,
      expected: () => expected(this.url(IDENTITY)),
      onLogin: (token) => this.#tokens.keepFirst(token),
      logIn: this.#tokens.loginElsewhere,
    });
  }

  /** The names of its parts, in the order in which they are shown. */
  get parts(): readonly string[] {
    return [...this.#slots.keys()];
  }

  /** Base URL of a part; where it does not run, the one it had or would have. */
  url(part: string): string {
    return this.#slot(part).url;
  }

  /** The tutorial's own port for a part. */
  usualPort(part: string): number {
    return this.#slot(part).usualPort;
  }

  /** The port at which a part is wanted, and whether another one would do. */
  wantedPort(part: string): WantedPart['port'] {
    return this.#slot(part).wantedPort;
  }

  /** Whether a part runs. */
  isReady(part: string): boolean {
    return this.#slot(part).running !== undefined;
  }

  /** Whose the part is that runs, and whether it tells its log; undefined where none runs. */
  running(part: string): Pick<Part, 'kind' | 'reports'> | undefined {
    return this.#slot(part).running;
  }

  /** A part of the learner's that has stopped answering, though nobody told of its end; undefined where none has. Throws the reason of the signal. */
  silence(signal: AbortSignal): Promise<TutorialError | undefined> {
    return silenceAmong([...this.#slots.values()], signal);
  }

  /** Whether a part of ours runs otherwise than the lab starts it by itself. */
  isOtherwise(part: string): boolean {
    return this.#slot(part).isOtherwise;
  }

  /** Looks whether a part can be had. */
  look(part: string, signal: AbortSignal): Promise<Availability> {
    return this.#slot(part).look(signal);
  }

  /** Gets parts ready to be started, each as often as it is named, so that no step need wait: for a run that nobody reads along with. */
  prepare(parts: readonly string[], signal: AbortSignal): Promise<void> {
    return prepareSlots((part) => this.#slot(part), parts, signal);
  }

  /** Starts a part, where it does not run already as it is wanted. */
  async start(
    part: string,
    signal: AbortSignal,
    onProgress: (progress: WorkProgress) => void = () => {},
    { args = [], client }: StartOptions = {},
  ): Promise<void> {
    if (part === STACK) this.#stack.forget();
    if (part === MCP) this.mcp.forget();
    const secret = client === undefined ? undefined : await this.identity.secretOf(client, signal);
    const wish = { args, secrets: client !== undefined && secret ? { [client]: secret } : {} };
    await this.#slot(part).start(signal, onProgress, wish);
  }

  /** Whether a part could be taken in: the lab has none, and is not about to. */
  hasRoomFor(part: string): boolean {
    return this.#slot(part).isFree;
  }

  /** Takes in a part that the learner started by hand. Gives where it tells what it does, or why there is no room for it. */
  takeIn(own: Part): Promise<PartListener | { refused: string }> {
    return this.#slot(own.name).takeIn(own);
  }

  /** A client of the stack server, which is spoken to as what it is found to be when it is first asked. */
  stack(signal: AbortSignal): StackClient {
    return this.#stack.client(signal);
  }

  /** What the stack server was found to be; the bundled one, as long as no other was asked. */
  get foundStack(): FoundStack {
    return this.#stack.found;
  }

  /** The tool group that the lesson registers there. */
  get toolGroup(): ToolGroupOfRun {
    return this.#stack.toolGroup;
  }

  /** How the user's token is got here. Throws where the lesson logs nobody in. */
  get userGrant(): Grant {
    return this.#tokens.userGrant;
  }

  /** Whom the user's token names in `aud`; undefined where no login names anybody. */
  get audience(): string | undefined {
    return this.#tokens.audience;
  }

  /** The access token that the lesson calls by this name, renewed when it is about to expire; `grant` says how it is got where it is not there. */
  token(name: string, grant: Grant, signal: AbortSignal): Promise<TokenSet> {
    return this.#tokens.token(name, grant, signal);
  }

  /** The access token that is kept by this name, however old it is. */
  kept(name: string): TokenSet | undefined {
    return this.#tokens.kept(name);
  }

  /**
   * A login, or another question for a token, that is made now, whatever is kept: each of its hops is told under `traceId`. Kept where it is given a
   * name. Throws a TutorialError of kind login-refused where the provider does not want to.
   */
  logIn(grant: Grant, wish: LoginWish, signal: AbortSignal): Promise<TokenSet> {
    return this.#tokens.logIn(grant, wish, signal);
  }

  /** The issuer that tokens carry, discovery names and the tool server trusts: one string. */
  get issuer(): string {
    return this.#identity.issuer;
  }

  /** Where the identity provider answers, by what it said last; as a Keycloak does, where it cannot be asked yet. */
  get endpoints(): Endpoints {
    return this.#identity.endpoints;
  }

  /** The identity provider. Throws where it was not started. */
  get identity(): IdentityProvider {
    return this.#identity.provider;
  }

  /** Where a person repairs the realm; undefined where there is no such place, or not yet. */
  get adminConsole(): AdminConsole | undefined {
    return this.#identity.console;
  }

  /** What the identity provider is found to be, now or by the look that a set-up has just ended with. */
  inspectIdentity(signal: AbortSignal, made?: Inspection): Promise<Inspection> {
    return this.#identity.inspect(signal, made);
  }

  /** What `inspectIdentity` found last. Throws where it has not looked. */
  get inspection(): Inspection {
    return this.#identity.inspection;
  }

  /** Ends every part that is ours. Nothing of ours is left listening, and nothing more is told. */
  async close(): Promise<void> {
    await this.#stack.close();
    await Promise.all([...this.#slots.values()].map((slot) => slot.close()));
    this.#closed = true;
  }

  #slot(part: string): Slot {
    const slot = this.#slots.get(part);
    if (!slot) throw new Error(`the lab has no part ${part}`);
    return slot;
  }
}
