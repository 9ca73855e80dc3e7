import { types } from 'node:util';
import { ClientError } from 'openid-client';
import * as z from 'zod';
import { type FailureDetails, TutorialError } from '../../src/errors.ts';
import { explainIssuers } from '../identity/issuer.ts';
import { redact } from '../redact.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import type { LastAnswer } from './recorded-fetch.ts';

/** RFC 6749 section 5.2; Keycloak leaves the description out where no OAuth error is at stake (`Realm does not exist`). */
const refusalSchema = z.object({ error: z.string(), error_description: z.string().optional() });
const issuerMismatchSchema = z.object({ expected: z.string(), body: z.object({ issuer: z.string() }) });

type WayOut = Required<Pick<FailureDetails, 'why' | 'next'>>;

/** What a provider's words mean, by error_description, otherwise by error. */
const WAYS_OUT: Readonly<Record<string, WayOut>> = {
  'Invalid user credentials': {
    why: 'There is no such user, the password is another, too many attempts locked the account, or it wants a one-time code: the provider says the same to each.',
    next: 'Look at USER_NAME and USER_PASSWORD.',
  },
  'Account is not fully set up': {
    why: 'A field of the user’s profile is empty, the e-mail address is not verified, an action is required, or the password is temporary.',
    next: "Fill in the user's details, remove the required actions, and set the password again with Temporary switched off.",
  },
  'Account disabled': {
    why: 'The user is switched off in the realm.',
    next: 'Switch the user on: Users › the user › Enabled.',
  },
  'HTTPS required': {
    why: 'The realm wants TLS from addresses that it takes for external ones.',
    next: 'Set Realm settings › General › Require SSL to None, or publish the port on 127.0.0.1.',
  },
  'Realm does not exist': {
    why: 'Realm names are case-sensitive, and this one is not there.',
    next: 'Create the realm, or name the issuer of the one that is there.',
  },
  'Session not active': { why: 'The session ended, by logout or because it was idle.', next: 'Log in again.' },
  'Token is not active': { why: 'The refresh token has expired.', next: 'Log in again.' },
  invalid_client: {
    why: 'The realm has no such client, or the client wants to authenticate itself.',
    next: 'Create the client with Client authentication switched off.',
  },
  'Client not allowed for direct access grants': {
    why: 'The client may not send a user name and password.',
    next: 'Switch on Direct access grants in the client’s settings.',
  },
  unauthorized_client: {
    why: 'The client wants to authenticate itself, or may not do this.',
    next: 'Switch off Client authentication, and on Direct access grants, in the client’s settings.',
  },
  invalid_scope: {
    why: 'The scope does not exist in the realm, or is not attached to the client.',
    next: 'Add it in Clients › the client › Client scopes › Add client scope, as Optional.',
  },
};

/** Why a login or a refresh failed: `login-refused` where the provider said no, `part-unreachable` where it said nothing that can be read. */
export function loginFailure(cause: unknown, issuer: string, last: LastAnswer | undefined): TutorialError {
  const foreseen = [cause, cause instanceof ClientError ? cause.cause : undefined].find(
    (it) => it instanceof TutorialError,
  );
  if (foreseen) return foreseen;
  const refusal = last && last.status >= 400 ? readRefusal(last.body) : undefined;
  if (refusal) {
    const { error, error_description: description = '' } = refusal;
    const words = description === '' ? error : `${description} (${error})`;
    return new TutorialError('login-refused', `The identity provider refused the login: ${redact(words)}.`, {
      ...(WAYS_OUT[description] ?? WAYS_OUT[error]),
      cause,
    });
  }
  const mismatch = cause instanceof ClientError ? issuerMismatchSchema.safeParse(cause.cause).data : undefined;
  if (mismatch) {
    return new TutorialError('login-refused', `The issuer ${issuer} is not what the identity provider calls itself.`, {
      why: `In its discovery document ${explainIssuers(issuer, mismatch.body.issuer) ?? mismatch.body.issuer}.`,
      next: `Use ${mismatch.body.issuer} as the issuer.`,
      cause,
    });
  }
  const none = noAnswerIn(cause);
  return new TutorialError('part-unreachable', `The identity provider at ${issuer} does not answer as one.`, {
    why: redact(
      none ? none.why : last ? `It answered HTTP ${last.status}: ${reasonOf(cause)}.` : `${reasonOf(cause)}.`,
    ),
    next: none?.next ?? 'Start it, or name the issuer of one that runs.',
    cause,
  });
}

/** Why nothing came, where openid-client wrapped it. */
function noAnswerIn(thrown: unknown): NoAnswer | undefined {
  if (thrown instanceof NoAnswer) return thrown;
  return types.isNativeError(thrown) ? noAnswerIn(thrown.cause) : undefined;
}

function readRefusal(body: string): z.infer<typeof refusalSchema> | undefined {
  try {
    return refusalSchema.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** The innermost message: openid-client wraps what happened. */
function reasonOf(thrown: unknown): string {
  if (!types.isNativeError(thrown)) return String(thrown);
  if (types.isNativeError(thrown.cause)) return reasonOf(thrown.cause);
  return thrown.message || thrown.name;
}
