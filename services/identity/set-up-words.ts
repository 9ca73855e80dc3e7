import type { Assigned } from './plan-lookup.ts';
import type { ClientPlan, ScopePlan } from './realm-plan.ts';

/** Where a person makes what a plan needs: in words, or as clicks in a console. */
export interface SetUpWords {
  /** What the title of the first finding says that it is about. */
  realmTitle(name: string): string;
  /** What a scope is called; and what puts an audience into its tokens. */
  scopeTitle(name: string): string;
  mapperTitle(scope: string, audience: string): string;
  /** How a server comes to have one issuer. */
  readonly oneIssuer: string;
  /** How plain http is allowed. */
  readonly requireSsl: string;
  createRealm(name: string): string;
  addUser(username: string): string;
  names(username: string): string;
  /** `set`: whether there is a password already. */
  password(username: string, set: boolean): string;
  createClient(client: ClientPlan): string;
  createScope(scope: ScopePlan): string;
  /** `first`: whether the scope has no mapper yet. */
  addMapper(scope: string, audience: string, name: string, first: boolean): string;
  addScope(client: string, scope: string, assigned: Assigned): string;
}
