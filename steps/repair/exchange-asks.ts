import type { TokenSet } from '../../services/clients/login.ts';
import { keyLikeThatOf, resigned } from '../../services/forge/signing.ts';
import { withPayloadByteChanged } from '../../services/forge/tampering.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { nameHere } from '../names-here.ts';
import { REPAIR_REALM } from './realm.ts';

const { clients, scopes } = REPAIR_REALM;
const TYPE = 'urn:ietf:params:oauth:token-type:';
const TOOL = clients.tool.id;
const CALLER = clients.stack.id;

/** The tokens that there are to exchange. */
export interface Subjects {
  readonly caller: TokenSet;
  /** Of chapter 1: the tool is its audience. */
  readonly user: TokenSet;
  /** Got without any scope. */
  readonly forNobody: TokenSet;
  /** What the caller's was exchanged for. */
  readonly exchanged: TokenSet;
}

/** Who says that they ask. */
export type Requester = 'mcp' | 'mcp with a wrong secret' | 'the caller’s client' | 'nobody';

/** One request for an exchange: what is other about it than about the right one. */
export interface ExchangeAsk {
  /** What it is told as evidence by. */
  readonly name: string;
  /** What is asked, in a few words. */
  readonly asks: string;
  /** Whether the identity provider grants it (docs/references/keycloak-26.md#token-exchange). */
  readonly granted?: true;
  readonly by?: Requester;
  /** Fields that are others; null for one that is left out. */
  readonly form?: Readonly<Record<string, string | readonly string[] | null>>;
  /** The token that is handed over, where it is not the caller's. */
  subject?(subjects: Subjects): Secret | Promise<Secret>;
}

/** The requests, in the order in which the identity provider looks at such a thing: each comes a check further. */
export const EXCHANGE_ASKS: readonly ExchangeAsk[] = [
  { name: 'no-client', asks: 'by nobody', by: 'nobody' },
  { name: 'wrong-secret', asks: 'with a wrong secret', by: 'mcp with a wrong secret' },
  { name: 'public-client', asks: `by ${CALLER}`, by: 'the caller’s client' },
  { name: 'scope-twice', asks: 'with the scope twice', form: { scope: [scopes.audience.name, scopes.audience.name] } },
  { name: 'another-user', asks: 'for another user', form: { requested_subject: 'somebody' } },
  { name: 'no-subject', asks: 'of no token', form: { subject_token: null } },
  { name: 'no-type', asks: 'of what, is not said', form: { subject_token_type: null } },
  { name: 'id-token', asks: 'of an ID token', form: { subject_token_type: `${TYPE}id_token` } },
  { name: 'garbage', asks: 'of some words', subject: () => new Secret('some words that are no token') },
  {
    name: 'one-byte',
    asks: 'of a changed token',
    subject: ({ caller }) => withPayloadByteChanged(caller.accessToken),
  },
  {
    name: 'own-key',
    asks: 'of a forged token',
    subject: async ({ caller: { accessToken } }) => resigned(accessToken, await keyLikeThatOf(accessToken)),
  },
  {
    name: 'refresh-token',
    asks: 'of a refresh token',
    subject: ({ caller }) => caller.refreshToken ?? new Secret('there is no refresh token'),
  },
  {
    name: 'for-a-refresh-token',
    asks: 'for a refresh token',
    form: { requested_token_type: `${TYPE}refresh_token` },
  },
  { name: 'unknown-audience', asks: 'for an unknown client', form: { audience: 'nobody' } },
  { name: 'users-token', asks: 'of chapter 1’s token', subject: ({ user }) => user.accessToken },
  { name: 'for-nobody', asks: 'of a token without aud', subject: ({ forNobody }) => forNobody.accessToken },
  { name: 'unknown-scope', asks: 'with an unknown scope', form: { scope: 'nope' } },
  { name: 'callers-scope', asks: 'with the caller’s scope', form: { scope: scopes.mcpAudience.name } },
  { name: 'no-scope', asks: 'with no scope', form: { scope: null } },
  { name: 'itself', asks: 'for mcp-server itself', form: { audience: clients.mcp.id } },
  { name: 'back', asks: `for ${CALLER}`, form: { audience: CALLER } },
  { name: 'right', asks: 'as the MCP server asks', granted: true },
  { name: 'no-audience', asks: 'with the scope alone', granted: true, form: { audience: null } },
  { name: 'neither', asks: 'with neither of the two', granted: true, form: { audience: null, scope: null } },
  {
    name: 'once-more',
    asks: 'of the exchanged token',
    granted: true,
    subject: ({ exchanged }) => exchanged.accessToken,
  },
  {
    name: 'actor',
    asks: 'with an actor as well',
    granted: true,
    form: { actor_token: 'not-a-token', actor_token_type: `${TYPE}access_token` },
  },
];

/** The form of a request (RFC 8693, section 2.1), by the names of a lab. */
export function formOf(
  { form = {} }: Pick<ExchangeAsk, 'form'>,
  subject: Secret,
  lab: Pick<Lab, 'realm'>,
): URLSearchParams {
  const fields: NonNullable<ExchangeAsk['form']> = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subject.reveal(),
    subject_token_type: `${TYPE}access_token`,
    audience: TOOL,
    scope: scopes.audience.name,
    ...form,
  };
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      value === null ? [] : [value].flat().map((each): [string, string] => [name, nameHere(lab, each)]),
    ),
  );
}
