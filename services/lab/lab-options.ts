import type { Hop } from '../../src/evidence/hop.ts';
import type { LogLine } from '../../src/evidence/log-line.ts';
import type { PartName } from '../../src/evidence/part-names.ts';
import type { PartState } from '../../src/evidence/part-state.ts';
import type { TokenSet } from '../clients/login.ts';
import type { Credentials } from '../identity/credentials.ts';
import type { IdentitySource } from '../identity/identity-source.ts';
import type { RealmPlan } from '../identity/realm-plan.ts';
import type { PartProcess, PartProcessOptions } from '../part/supervisor.ts';
import type { PortChoice } from '../wire/listen.ts';
import type { TokenClient } from './wallet.ts';

export type LabEvent =
  | { type: 'part'; state: PartState }
  | { type: 'log'; line: LogLine }
  | { type: 'hop'; hop: Hop }
  | { type: 'token'; token: TokenSet };

/** What a part tells of itself. */
export type PartListener = Pick<PartProcessOptions, 'onLog' | 'onHop' | 'salt'>;

export interface LabOptions {
  /** How the learner starts this program again, for commands to paste. */
  program: string;
  ports: Readonly<Record<PartName, PortChoice>>;
  credentials: Credentials;
  /** What the lesson needs of the realm. */
  realm: RealmPlan;
  /** Where the stack server keeps its registry during this run; undefined where nothing can be written. */
  dataFolder: string | undefined;
  identity: IdentitySource;
  /** What spawns the process of a bundled part; loaded when the first one is wanted. */
  spawner: () => Promise<(options: PartProcessOptions) => PartProcess>;
  /** How the learner's tokens are got; loaded when the first one is wanted. */
  tokenClient: () => Promise<TokenClient>;
  onEvent: (event: LabEvent) => void;
}
