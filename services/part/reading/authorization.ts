import type { IncomingMessage } from 'node:http';
import { NO_CARRIER } from '../../../src/evidence/carried.ts';
import type { SeenRequest } from '../../../src/evidence/hop.ts';
import { printableLine } from '../../../src/evidence/printable.ts';
import { maskCredential } from '../../../src/evidence/redact.ts';

/** What a request brings to be let in with. */
export type Credential =
  | { kind: 'missing' }
  | { kind: 'unreadable'; problem: string }
  | {
      kind: 'token';
      token: string;
      /** Why the header is not one `Bearer <token>`, where it is not. */
      problem: string | undefined;
    };

const ONE_BEARER = 'The Authorization header must be one "Bearer <token>"';

/**
 * Reads the Authorization header as the original does, which takes whatever stands behind the first space. Two things it lets pass are named
 * as a problem here: another scheme, and words behind the token. Two Authorization headers are refused whatever they hold: a proxy or an
 * MCP server in front may have looked at the one that this server would not (RFC 9110, section 5.3, forbids them).
 */
export function readAuthorization({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): Credential {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && isAuthorization(rawHeaders[index - 1]));
  const [value] = values;
  if (!value) return { kind: 'missing' };
  if (values.length > 1)
    return { kind: 'unreadable', problem: `${ONE_BEARER}, and there are ${values.length} of them` };
  const [scheme = '', token, ...rest] = value.split(' ');
  if (token === undefined) return { kind: 'unreadable', problem: ONE_BEARER };
  if (scheme.toLowerCase() !== 'bearer')
    return { kind: 'token', token, problem: `${ONE_BEARER}; no other scheme is accepted` };
  if (rest.length > 0) return { kind: 'token', token, problem: `${ONE_BEARER}; there are words behind the token` };
  return { kind: 'token', token, problem: undefined };
}

function isAuthorization(name: string | undefined): boolean {
  return name?.length === 13 && name.toLowerCase() === 'authorization';
}

/** The token as it was typed; empty where there is none. node:http reads a header as Latin-1; who typed é sent it as UTF-8. */
function tokenIn(credential: Credential): string {
  return credential.kind === 'token' ? Buffer.from(credential.token, 'latin1').toString('utf8') : '';
}

/** The token for the eye, as the tutorial shows it. */
export function shownToken(credential: Credential): string {
  return maskCredential(printableLine(tokenIn(credential)));
}

/** The credential as a hop tells of it. */
export type SeenCredential = Pick<SeenRequest, 'carrier' | 'credential' | 'secrets'>;

/** What a request to a server of bearer tokens brings (RFC 6750, section 2.1). */
export function bearerCredential(credential: Credential): SeenCredential {
  if (credential.kind === 'missing') return { carrier: NO_CARRIER, credential: '' };
  const isBearer = credential.kind === 'token' && !credential.problem;
  const carrier = isBearer ? 'Authorization: Bearer' : 'Authorization';
  return { carrier, credential: tokenIn(credential) };
}
