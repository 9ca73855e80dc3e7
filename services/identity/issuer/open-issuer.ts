import type { Observe } from '../../../src/evidence/hop.ts';
import type { Endpoints } from '../../clients/discovery.ts';
import { isKeycloakEndpoint } from '../../clients/realm-path.ts';
import { protectedUrl } from '../../wire/protected-url.ts';
import type { ClientSecrets } from '../client-secrets.ts';
import { passwordNeededBy } from '../credentials.ts';
import type { Dialect } from '../dialect.ts';
import { discover, ownName } from '../discovery.ts';
import { inspectByToken } from '../inspect-by-token.ts';
import { KEYCLOAK } from '../keycloak/dialect.ts';
import { keycloakEndpoints } from '../keycloak/paths.ts';
import type { IdentityProvider, LessonUser } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { STANDARD } from './dialect.ts';

/** An issuer that runs already, and who logs in there. */
export interface IssuerOptions {
  readonly plan: RealmPlan;
  readonly issuer: string;
  /** Where the issuer is, if `issuer` is none: the address that was given, which may be one of another make than Keycloak. */
  readonly or?: string | undefined;
  readonly user: LessonUser;
  /** Whether somebody here will send or type the user's password; somebody will, where it is left out. */
  readonly passwordNeeded?: boolean;
  /** Of confidential clients, as far as somebody gave them. */
  readonly secrets?: ClientSecrets;
  /** Told of the user's login. */
  readonly observe?: Observe | undefined;
}

/**
 * An identity provider that somebody else keeps, a realm of a Keycloak or one of another make: it is looked at by what a token shows, and never
 * changed. Throws a TutorialError: login-refused where no password was given, before a login is tried, usage where the issuer is plain http beyond
 * this machine.
 */
export async function openIssuer(options: IssuerOptions, signal: AbortSignal): Promise<IdentityProvider> {
  const { plan, user, passwordNeeded = true, secrets = {}, observe } = options;
  protectedUrl(options.issuer);
  const { given, issuer, endpoints, dialect } = await find(options, signal);
  // A password that nobody gave is nobody's there, whoever would enter it.
  if (user.generated && passwordNeeded) throw passwordNeededBy(issuer, user.username);
  const what = dialect === KEYCLOAK ? 'realm' : 'issuer';
  return {
    name: 'identity',
    kind: 'own',
    url: new URL(issuer).origin,
    issuer,
    endpoints,
    version: `the ${what} ${issuer}${issuer === given ? '' : ` (${given} calls itself so)`}, read only`,
    place: '',
    reports: false,
    inspect: (during, made) => inspectByToken({ plan, dialect, issuer, user, secrets, observe, made, signal: during }),
    setUp: async () => undefined,
    secretOf: async (clientId) => secrets[clientId],
    ended: NEVER,
    close: async () => {},
  };
}

const NEVER = new Promise<never>(() => {});

interface Found {
  /** Under which address it was found. */
  readonly given: string;
  readonly issuer: string;
  readonly endpoints: Endpoints;
  readonly dialect: Dialect;
}

/** Who answers: what discovery names decides whose words it speaks. Where nobody says, it is taken for the realm that was asked for. */
async function find({ issuer: given, or }: IssuerOptions, signal: AbortSignal): Promise<Found> {
  const first = await discover(given, signal);
  // Some answer as an issuer at whatever path: then the address that was named is the one that is meant.
  const isKeycloak = first.endpoints !== undefined && isKeycloakEndpoint(first.endpoints.token);
  const other = isKeycloak || or === undefined ? undefined : await discover(or, signal);
  if (or !== undefined && other?.endpoints && !isKeycloakEndpoint(other.endpoints.token)) {
    const { issuer, endpoints = other.endpoints } = await ownName(or, signal, other);
    return { given: or, issuer, endpoints, dialect: STANDARD };
  }
  const { issuer, endpoints } = await ownName(given, signal, first);
  const dialect = endpoints && !isKeycloakEndpoint(endpoints.token) ? STANDARD : KEYCLOAK;
  return { given, issuer, endpoints: endpoints ?? keycloakEndpoints(issuer), dialect };
}
