import type { Availability, Part, Progress } from '../part/part.ts';
import type { PartProcess, StartedPart } from '../part/supervisor.ts';
import type { PortChoice } from '../wire/listen.ts';
import type { IdentityProvider } from './provider.ts';

/** What an identity provider may use of the lab that it becomes a part of. */
export interface IdentityWiring {
  port: PortChoice;
  startPart(): Promise<StartedPart & Pick<PartProcess, 'ended' | 'stop'>>;
  onLog(text: string): void;
  onProgress(progress: Progress): void;
}

/** The identity provider that was chosen, before it is opened. */
export interface IdentitySource {
  look(signal: AbortSignal): Promise<Availability>;
  open(wiring: IdentityWiring, signal: AbortSignal): Promise<IdentityProvider>;
  /** The provider that the learner started by hand, or why it cannot be the one of this run. */
  adopt(part: Part): Promise<IdentityProvider | { refused: string }>;
}
