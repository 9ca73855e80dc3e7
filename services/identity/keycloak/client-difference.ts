import type { Difference } from '../findings.ts';

/** What of a client is on or off. */
export type Switch =
  | 'enabled'
  | 'publicClient'
  | 'standardFlowEnabled'
  | 'implicitFlowEnabled'
  | 'directAccessGrantsEnabled'
  | 'serviceAccountsEnabled'
  | 'fullScopeAllowed'
  | 'consentRequired';
type Change = Readonly<Partial<Record<Switch, boolean>>> & {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly redirectUris?: readonly string[];
};

/** A setting of a client that differs from what the plan needs. */
export interface ClientDifference extends Difference {
  /** What repairs it; all else stays as it is. */
  readonly change: Change;
  /** Whether no login succeeds while it is so. */
  readonly refusesLogins: boolean;
}
