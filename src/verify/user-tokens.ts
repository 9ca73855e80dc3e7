import type { Endpoints } from '../../services/clients/discovery.ts';
import type { ClientOptions, TokenSet } from '../../services/clients/login.ts';
import { somethingElse } from '../../services/clients/something-else.ts';
import { TOKEN_CLIENT } from '../../services/clients/token-client.ts';
import { DEFAULT_USER, passwordNeededBy } from '../../services/identity/credentials.ts';
import { discover } from '../../services/identity/discovery.ts';
import { realmAt } from '../../services/identity/keycloak/paths.ts';
import { protectedUrl } from '../../services/wire/protected-url.ts';
import { REALM } from '../../steps/propagation/realm.ts';
import type { IdentitySetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import { redact } from '../evidence/redact.ts';
import { Secret } from '../evidence/secret.ts';
import { inShort } from './heard.ts';
import { askInTime } from './in-time.ts';

/** Which token is wanted: the right one, or one of the same user that nobody asked to be for the tool, with an ID token beside it. */
export type WantedToken = 'right' | 'plain';

/** Where the tokens of a verification come from. */
export interface UserTokens {
  readonly issuer: string;
  /** Undefined where the issuer does not say where it answers. */
  readonly endpoints: Endpoints | undefined;
  readonly right: TokenSet;
  /** Gets a plain one, by a login of its own. Throws a TutorialError of kind login-refused. */
  plain(): Promise<TokenSet>;
}

/** What is used of the run. */
export interface TokenSurroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Told of each HTTP request, of the issuer that was found, and before each login. */
  readonly onRequest: () => void;
  readonly onIssuer: (issuer: string) => void;
  readonly onLogin: (wanted: WantedToken) => void;
  /** Tells the person who has to log in. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
  /** Milliseconds that one answer of the provider is waited for; a person who logs in takes their time. */
  readonly patienceMs: number;
}

/** Where a login by code comes back to: it is registered for the tutorial's client, as for any that follows RFC 8252. */
const REDIRECT_PATH = '/callback';

/**
 * Finds the issuer, and gets the right token. Throws a TutorialError: usage where no issuer is named, part-unreachable where none answers, login-refused
 * where it refuses, or a password is missing: none is ever made up.
 */
export async function userTokens(identity: IdentitySetting, around: TokenSurroundings): Promise<UserTokens> {
  const { token } = identity;
  switch (token.by) {
    case 'given':
      return tokensOf(identity, await TOKEN_CLIENT.given(token), around);
    case 'command':
      return tokensOf(
        identity,
        await TOKEN_CLIENT.ofCommand({ command: token.command, signal: around.signal }),
        around,
      );
    default: {
      const found = await issuerAt(identity, around);
      const ask = asker(identity, found.issuer, around);
      const right = await ask('right');
      const isPersons = token.by === 'code' || token.by === 'device';
      return {
        ...found,
        right,
        plain: isPersons ? untried('another login would ask its user again') : () => ask('plain'),
      };
    }
  }
}

/** Of a token that is there, and of which only its provider could make another. */
async function tokensOf(identity: IdentitySetting, right: TokenSet, around: TokenSurroundings): Promise<UserTokens> {
  const { iss } = right.claims;
  const which = URL.canParse(identity.which) ? identity.which : iss;
  const unknown = { issuer: iss ?? '', endpoints: undefined };
  const found = which === undefined ? unknown : await issuerAt({ ...identity, which }, around).catch(() => unknown);
  around.signal.throwIfAborted();
  return { ...found, right, plain: untried('the token was given, and only its provider could make another') };
}

/** Asks by the grant that the deployment names (RFC 6749, sections 4.1, 4.3 and 4.4; RFC 8628). */
function asker(identity: IdentitySetting, issuer: string, around: TokenSurroundings) {
  const { scope = REALM.scopes.audience.name, audience, resource, token } = identity;
  const named = { ...(audience && { audience }), ...(resource && { resource }) };
  const options = (wanted: WantedToken, signal: AbortSignal): ClientOptions => ({
    issuer,
    clientId: identity.client ?? REALM.clients.stack.id,
    ...(identity.clientSecret && { secret: identity.clientSecret }),
    scope: wanted === 'right' ? scope : 'openid',
    ...(wanted === 'right' && { asks: named }),
    signal,
    onExchange: around.onRequest,
  });
  const { say, signal, patienceMs } = around;
  const inTime = { url: issuer, patienceMs, signal };
  const { user: username = DEFAULT_USER } = identity;
  const { USER_PASSWORD } = around.env;
  if (token.by === 'password' && !USER_PASSWORD) throw passwordNeededBy(issuer, username);
  const password = new Secret(USER_PASSWORD ?? '');
  return (wanted: WantedToken): Promise<TokenSet> => {
    around.onLogin(wanted);
    switch (token.by) {
      case 'client-credentials':
        return askInTime(inTime, (until) => TOKEN_CLIENT.clientLogin(options(wanted, until)));
      case 'code': {
        const visit = async ({ href }: URL) => say(`Log in, in a browser on this machine: ${href}`);
        return TOKEN_CLIENT.loginByCode({ ...options(wanted, signal), redirectPath: REDIRECT_PATH, visit });
      }
      case 'device':
        return TOKEN_CLIENT.loginByDevice({
          ...options(wanted, signal),
          invite: async ({ address, userCode }) =>
            say(`Log in, in any browser: ${address.href}, with the code ${userCode}`),
        });
      default:
        return askInTime(inTime, (until) => TOKEN_CLIENT.login({ ...options(wanted, until), username, password }));
    }
  };
}

function untried(why: string): UserTokens['plain'] {
  return async () => {
    throw new TutorialError('login-refused', why);
  };
}

/** The issuer at the URL, or the realm below it. */
async function issuerAt(
  { which, realm = REALM.realm }: IdentitySetting,
  { onRequest, onIssuer, signal, patienceMs }: TokenSurroundings,
): Promise<Pick<UserTokens, 'issuer' | 'endpoints'>> {
  if (!URL.canParse(which)) throw noIssuer(which);
  const given = protectedUrl(which).href.replace(/\/+$/, '');
  let other: ReturnType<typeof somethingElse>;
  for (const url of new Set([given, realmAt(given, realm)])) {
    onRequest();
    const { endpoints, answer } = await askInTime({ url, patienceMs, signal }, (until) => discover(url, until));
    if (endpoints) {
      onIssuer(endpoints.issuer);
      return { issuer: endpoints.issuer, endpoints };
    }
    other ??= somethingElse(answer, (text) => inShort(text, redact));
  }
  if (other)
    throw new TutorialError('check-failed', `What answers at ${given} is no identity provider: ${other.is}.`, {
      next: other.next,
    });
  throw new TutorialError('part-unreachable', `No identity provider answers at ${given}.`, {
    why: 'There is no discovery document (OpenID Connect Discovery 1.0, section 4).',
    next: 'Name the issuer, as it stands in its tokens: --idp http://localhost:8080/realms/demo.',
  });
}

/** No issuer is named by a word such as `auto`: nothing is started here. */
export function noIssuer(which: string): TutorialError {
  return new TutorialError('usage', `--idp ${which} names no deployment.`, {
    why: 'verify asks what runs already, and starts nothing.',
    next: 'Name the issuer: --idp http://localhost:8080/realms/demo.',
  });
}
