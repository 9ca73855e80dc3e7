import { types } from 'node:util';
import { ClientError } from 'openid-client';
import * as z from 'zod';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { TutorialError } from '../../src/errors.ts';
import { redact } from '../../src/evidence/redact.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import { explainIssuers } from './issuer.ts';
import { isInKeycloakRealm } from './realm-path.ts';
import type { LastAnswer } from './recorded-fetch.ts';
import { refusalWords } from './refusal-words.ts';

const issuerMismatchSchema = z.object({ expected: z.string(), body: z.object({ issuer: z.string() }) });

/** Why a login, or whatever else was `asked` for tokens, failed: `login-refused` where the provider said no, `part-unreachable` where it said nothing that can be read. */
export function loginFailure(
  cause: unknown,
  issuer: string,
  last: LastAnswer | undefined,
  asked = 'login',
): TutorialError {
  const foreseen = [cause, cause instanceof ClientError ? cause.cause : undefined].find(
    (it) => it instanceof TutorialError,
  );
  if (foreseen) return foreseen;
  const words = last && last.status >= 400 ? refusalWords(last.body) : undefined;
  if (words !== undefined) {
    // The catalogue explains a Keycloak's words, by clicks in its console.
    const known = last && isInKeycloakRealm(last.url) ? diagnose(last.body) : undefined;
    return new TutorialError('login-refused', `The identity provider refused the ${asked}: ${redact(words)}.`, {
      ...(known && { why: known.cause, next: known.wayOut }),
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

/** The innermost message: openid-client wraps what happened. */
function reasonOf(thrown: unknown): string {
  if (!types.isNativeError(thrown)) return String(thrown);
  if (types.isNativeError(thrown.cause)) return reasonOf(thrown.cause);
  return thrown.message || thrown.name;
}
