import type { TokenSet } from '../clients/login.ts';
import type { Hop, LogLine, PartState } from '../evidence.ts';
import type { Credentials } from '../identity/credentials.ts';
import type { IdentityProvider, Progress } from '../identity/provider.ts';
import type { LabPart } from '../part/lab-part.ts';
import type { PartName } from '../part-names.ts';
import type { PartProcess, PartProcessOptions, StartedPart } from '../supervisor.ts';
import type { TokenClient } from './wallet.ts';

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

/** Whether the chosen identity provider can be had, which it is and why. */
export interface IdentityLook {
  passed: boolean;
  saw: string;
  kind: IdentityProvider['kind'];
}

/** The identity provider that was chosen, before it is opened. */
export interface IdentitySource {
  look(signal: AbortSignal): Promise<IdentityLook>;
  open(wiring: IdentityWiring, signal: AbortSignal): Promise<IdentityProvider>;
  /** The provider that the learner started by hand, or why it cannot be the one of this run. */
  adopt(part: LabPart): Promise<IdentityProvider | { refused: string }>;
}

/** What a part tells of itself. */
export type PartListener = Pick<PartProcessOptions, 'onLog' | 'onHop'>;

export interface LabOptions {
  /** How the learner starts this program again, for commands to paste. */
  program: string;
  ports: Readonly<Record<PartName, PortChoice>>;
  credentials: Credentials;
  /** Where the stack server keeps its registry during this run; undefined where nothing can be written. */
  dataFolder: string | undefined;
  identity: IdentitySource;
  /** What spawns the process of a bundled part; loaded when the first one is wanted. */
  spawner: () => Promise<(options: PartProcessOptions) => PartProcess>;
  /** How the learner's tokens are got; loaded when the first one is wanted. */
  tokenClient: () => Promise<TokenClient>;
  onEvent: (event: LabEvent) => void;
}
