import type { TokenSetting } from '../../src/deployment.ts';
import type { Failure } from '../../src/evidence/failure.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import type { IssuedToken } from '../../src/evidence/issued-token.ts';
import type { LogLine } from '../../src/evidence/log-line.ts';
import type { PartState } from '../../src/evidence/part-state.ts';
import type { Browser } from '../clients/browser.ts';
import type { Endpoints } from '../clients/discovery.ts';
import type { Credentials } from '../identity/credentials.ts';
import type { RealmPlan } from '../identity/realm-plan.ts';
import type { PartSource } from '../part/part.ts';
import type { Protocol } from '../part/tap/protocol.ts';
import type { PortChoice } from '../wire/listen.ts';
import type { McpSpeech } from './lab-mcp.ts';
import type { StackSpeech } from './lab-stack.ts';
import type { TokenClient } from './wallet.ts';

/** What a lab tells of itself and of its parts. */
export type LabEvent =
  | { type: 'part'; state: PartState }
  | { type: 'part-retried'; part: string; retry: number; retries: number; failure: Failure }
  | { type: 'log'; line: LogLine }
  | { type: 'hop'; hop: Hop }
  | ({ type: 'token'; name: string } & IssuedToken);

/** A part of a lab: where it comes from, and where it is wanted. */
export interface WantedPart {
  readonly source: PartSource;
  readonly port: PortChoice;
  /** The tutorial's own port for it. */
  readonly usualPort: number;
  /** What a tap before it reads its requests as, where it does not report; no tap is set where it is left out. */
  readonly protocol?: Protocol | undefined;
  /** Whether a tap is set in any case, which keeps what is sent there. */
  readonly recorded?: true | undefined;
}

/** Which model is wanted. */
export interface WantedModel {
  readonly which: string;
  readonly name?: string;
}

/** What a lab is made of. */
export interface LabOptions {
  /** How the learner starts this program again, for commands to paste. */
  program: string;
  /** In the order in which they are shown. */
  parts: readonly WantedPart[];
  credentials: Credentials;
  /** What the lesson needs of the realm, by the names that it has here. */
  realm: RealmPlan;
  /** How the user's token is got; by password, where it is left out. */
  token?: TokenSetting | undefined;
  /** Where its identity provider will answer, as far as that is known before it does; told where its part is, or would be. */
  expected: (url: string) => Endpoints;
  /** Where parts keep what they write during this run; undefined where nothing can be written. */
  dataFolder: string | undefined;
  /** `auto`, `scripted`, `none` or the URL of an ollama, and which of its models, where that was said; `auto` where it is left out. */
  model?: WantedModel;
  /** How tokens are got; loaded when the first one is wanted. */
  tokenClient: () => Promise<TokenClient>;
  /** Who sits at the browser of a login, given the one who walks the pages; that one, where it is left out. */
  browser?: ((walking: Browser) => Browser) | undefined;
  /** How a stack server of the learner's is spoken to, as far as that was said. */
  stack?: StackSpeech | undefined;
  /** How an MCP server of the learner's is spoken to, and what is called. */
  mcp?: McpSpeech | undefined;
  /** How often a part that did not start is started again; never where it is left out. */
  retries?: number | undefined;
  onEvent: (event: LabEvent) => void;
}

/** How a step wants a part of ours, beside what the lab tells it; one that was started by hand, or is the learner's own, stays as it is. */
export interface StartOptions {
  /** Options of `serve` that it has, e.g. `--skip-audience`. */
  readonly args?: readonly string[];
  /** The client, by its id, that it is at the identity provider: it is told that one's secret. */
  readonly client?: string;
}

/** How a step wants a login. */
export interface LoginWish {
  /** Of the login's hops. */
  readonly traceId: string;
  /** What the lesson calls its token. */
  readonly name?: string;
  /** Who is at the browser, where that is somebody else than usual. */
  readonly browser?: Browser;
}
