import { decodeToken } from '../../services/clients/decoded-token.ts';
import type { Endpoints } from '../../services/clients/discovery.ts';
import type { ClientOptions, TokenSet } from '../../services/clients/login.ts';
import { DEFAULT_USER, passwordNeededBy } from '../../services/identity/credentials.ts';
import { discover } from '../../services/identity/discovery.ts';
import { realmAt } from '../../services/identity/keycloak/paths.ts';
import { protectedUrl } from '../../services/wire/protected-url.ts';
import { REALM } from '../../steps/propagation/realm.ts';
import type { IdentitySetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import { Secret } from '../evidence/secret.ts';

/** A token of the user, as far as it can be read: one that is no JWT has neither header nor claims. */
export interface UserToken extends Partial<Pick<TokenSet, 'header' | 'claims' | 'idToken'>> {
  readonly accessToken: Secret;
}

/** Where the tokens of a verification come from. */
export interface UserTokens {
  readonly issuer: string;
  /** Undefined where the issuer does not say where it answers. */
  readonly endpoints: Endpoints | undefined;
  /** Gets one, by a login of its own; undefined where the one that was given is all there is. Throws a TutorialError of kind login-refused. */
  ask(wish: { readonly scope: string; readonly signal: AbortSignal }): Promise<UserToken>;
  /** Why no other token than the first can be got, in words; undefined where one can. */
  readonly single: string | undefined;
}

/** What is used of the run. */
export interface TokenSurroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Told of each HTTP request, and before each login. */
  readonly onRequest: () => void;
  readonly onLogin: () => void;
}

/** The client that asks, where none is named: the tutorial's. */
const askingClient = ({ client = REALM.clients.stack.id }: IdentitySetting): string => client;
/** What is asked for so that the token is for the tool, where nothing is named: the tutorial's. */
export const wantedScope = ({ scope = REALM.scopes.audience.name }: IdentitySetting): string => scope;

/**
 * Finds the issuer, and how it is to be asked. Throws a TutorialError: usage where no issuer is named, part-unreachable where none answers,
 * login-refused where a password is missing: none is ever made up.
 */
export async function userTokens(
  identity: IdentitySetting,
  around: TokenSurroundings,
  signal: AbortSignal,
): Promise<UserTokens> {
  const { token } = identity;
  if (token.by === 'given') return givenTokens(identity, token, around, signal);
  const { issuer, endpoints } = await issuerOf(identity, around, signal);
  const client: Omit<ClientOptions, 'signal'> = {
    issuer,
    clientId: askingClient(identity),
    ...(identity.clientSecret && { secret: identity.clientSecret }),
    onExchange: around.onRequest,
  };
  const { login, clientLogin } = await import('../../services/clients/login.ts');
  const known = { issuer, endpoints, single: undefined };
  const asks = (ask: UserTokens['ask']): UserTokens => ({
    ...known,
    ask: (wish) => {
      around.onLogin();
      return ask(wish);
    },
  });
  if (token.by === 'client-credentials') return asks((wish) => clientLogin({ ...client, ...wish }));
  if (token.by !== 'password') throw notYet(token.by);
  const { USER_PASSWORD } = around.env;
  const { user: username = DEFAULT_USER } = identity;
  if (!USER_PASSWORD) throw passwordNeededBy(issuer, username);
  const password = new Secret(USER_PASSWORD);
  return asks((wish) => login({ ...client, ...wish, username, password }));
}

async function givenTokens(
  identity: IdentitySetting,
  { token, from }: { readonly token: Secret; readonly from: string },
  around: TokenSurroundings,
  signal: AbortSignal,
): Promise<UserTokens> {
  const read = decodeToken(token.reveal());
  const { iss } = read?.claims ?? {};
  const which = URL.canParse(identity.which) ? identity.which : iss;
  const { issuer, endpoints } = which
    ? await issuerOf({ ...identity, which }, around, signal).catch(() => ({ issuer: which, endpoints: undefined }))
    : { issuer: '', endpoints: undefined };
  signal.throwIfAborted();
  return {
    issuer,
    endpoints,
    single: `the token is given (${from}), and only its provider could make another`,
    ask: async () => ({ ...read, accessToken: token }),
  };
}

/** The issuer at the URL, or the realm below it. */
async function issuerOf(
  { which, realm = REALM.realm }: IdentitySetting,
  { onRequest }: TokenSurroundings,
  signal: AbortSignal,
): Promise<{ issuer: string; endpoints: Endpoints | undefined }> {
  if (!URL.canParse(which)) throw noIssuer(which);
  const given = protectedUrl(which).href.replace(/\/+$/, '');
  for (const url of new Set([given, realmAt(given, realm)])) {
    onRequest();
    const { endpoints } = await discover(url, signal);
    if (endpoints) return { issuer: endpoints.issuer, endpoints };
  }
  throw new TutorialError('part-unreachable', `No identity provider answers at ${given}.`, {
    why: 'There is no discovery document (OpenID Connect Discovery 1.0, section 4).',
    next: 'Name the issuer, as it stands in its tokens: --idp http://localhost:8080/realms/demo.',
  });
}

function noIssuer(which: string): TutorialError {
  return new TutorialError('usage', `--idp ${which} names no deployment.`, {
    why: 'verify asks what runs already, and starts nothing.',
    next: 'Name the issuer: --idp http://localhost:8080/realms/demo.',
  });
}

function notYet(by: string): TutorialError {
  return new TutorialError('usage', `verify cannot get its token by ${by}.`, {
    next: 'Let a user log in elsewhere, and hand the token on: --token-by env, with ACCESS_TOKEN.',
  });
}
