import * as z from 'zod';
import { askProvider } from '../../services/identity/ask-provider.ts';
import { basicAuthorization } from '../../services/identity/basic-authorization.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { redact } from '../../src/evidence/redact.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { secretsSent } from '../../src/evidence/sent-secrets.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { nameHere } from '../names-here.ts';
import { REALM as TUTORIAL } from '../propagation/realm.ts';
import { toldRequest } from '../told-request.ts';
import { BREAK_REALM } from './realm.ts';

/** Who asks about tokens: a confidential client, which the answer is only for where it is in a token's aud. */
export const CAUTIOUS = BREAK_REALM.clients.cautious.id;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const answerSchema = z.object({ active: z.boolean() });

/**
 * Asks the identity provider whether a token is good still (RFC 7662), and tells the request under a name. Throws a TutorialError: check-failed where
 * it does not want to say, part-unreachable where nothing answers.
 */
export async function askWhetherActive(
  step: string,
  name: string,
  { token, secret }: { readonly token: Secret; readonly secret: Secret },
  context: Pick<StepContext<Pick<Lab, 'endpoints'>>, 'lab' | 'signal' | 'tell'>,
): Promise<boolean> {
  const url = endpoint(context.lab, 'introspection');
  const headers = { ...FORM, authorization: basicAuthorization(CAUTIOUS, secret) };
  const body = new URLSearchParams({ token: token.reveal() }).toString();
  const secrets = [token, secret];
  const { status, body: said } = await toldRequest(
    step,
    name,
    { method: 'POST', url, headers, body, secrets },
    context,
  );
  const active = activeIn(said);
  if (status === 200 && active !== undefined) return active;
  const shown = redact(
    said,
    secrets.map((secret) => secret.reveal()),
  );
  throw new TutorialError('check-failed', `The identity provider tells ${CAUTIOUS} nothing: HTTP ${status} ${shown}`, {
    next: `See that ${CAUTIOUS} is a confidential client, and that its secret is the one that the lab knows.`,
  });
}

/** What introspection said in an exchange; undefined where it said nothing. */
export function saidActive({ response }: Exchange): boolean | undefined {
  return activeIn(response?.body ?? '');
}

function activeIn(body: string): boolean | undefined {
  return answerSchema.safeParse(parseJson(body)).data?.active;
}

/** Takes one access token back (RFC 7009), as the client that it was issued to: any client may. */
export async function takeBack(
  token: Secret,
  lab: Pick<Lab, 'endpoints' | 'identity' | 'realm'>,
  signal: AbortSignal,
): Promise<void> {
  const clientId = nameHere(lab, TUTORIAL.clients.stack.id);
  const secret = await lab.identity.secretOf(clientId, signal);
  const form = new URLSearchParams({
    client_id: clientId,
    token: token.reveal(),
    ...(secret && { client_secret: secret.reveal() }),
  });
  const { status, text } = await askProvider(endpoint(lab, 'revocation'), { method: 'POST', body: form }, signal);
  if (status !== 200 || text !== '')
    throw new TutorialError(
      'check-failed',
      `The identity provider did not revoke the token: HTTP ${status} ${redact(text, secretsSent({ form }))}`,
    );
}

function endpoint({ endpoints }: Pick<Lab, 'endpoints'>, name: 'introspection' | 'revocation'): string {
  const url = endpoints[name];
  if (url === undefined) throw new TutorialError('check-failed', `The issuer names no place for ${name}.`);
  return url;
}
