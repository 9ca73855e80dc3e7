import type { TokenSet } from '../clients/login.ts';
import type { ProviderAnswer } from './ask-provider.ts';
import type { FindingList } from './findings.ts';
import type { SetUpWords } from './set-up-words.ts';
import type { GrantAnswer, RefusedGrant } from './token-endpoint.ts';

type Token = Pick<TokenSet, 'header' | 'claims' | 'scope'>;

/** How an identity provider words what it does and refuses: what is read from it becomes findings, and clicks. */
export interface Dialect {
  readonly words: SetUpWords;
  /** Something else than a discovery document was answered. */
  readNoDiscovery(answer: ProviderAnswer, issuer: string, findings: FindingList, signal: AbortSignal): Promise<void>;
  /** The first login of the plan was refused. */
  readRefusal(refusal: RefusedGrant, username: string, findings: FindingList): void;
  /** What the token of the first login shows of the user and of the client that asked. */
  readLoggedIn(token: Token, username: string, findings: FindingList): void;
  /** Whom a token with the login's scope is for. */
  readAudience(token: Token, findings: FindingList): void;
  /** What a token shows that did not ask for the scope. */
  readUnasked(token: Token, findings: FindingList): void;
  /** What a client of the plan, by its key, shows that was asked for a grant which names nobody, without its secret. */
  readClient(answer: GrantAnswer, key: string, findings: FindingList): void;
}
