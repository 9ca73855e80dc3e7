import { setTimeout as sleep } from 'node:timers/promises';
import { TutorialError } from '../../../src/errors.ts';
import { withDeadline } from '../../deadline.ts';
import { httpAsk } from './http.ts';

/** A first start takes 10 to 90 s; a slow machine gets more. */
const READY_WITHIN_MS = 300_000;
const BETWEEN_TRIES_MS = 100;
const TRY_MS = 5_000;

/**
 * Waits until Keycloak answers with its realm master's discovery document. It turns 200 together with /health/ready on the management port
 * (keycloak-26.md), which would have to be published too. That it asks for HTTPS is an answer as well: the set-up sees to it.
 */
export async function waitUntilReady(baseUrl: string, signal: AbortSignal): Promise<void> {
  const url = `${baseUrl}/realms/master/.well-known/openid-configuration`;
  try {
    await withDeadline(READY_WITHIN_MS, signal, async (patience) => {
      while (!(await answers(url, patience))) await sleep(BETWEEN_TRIES_MS, undefined, { signal: patience });
    });
  } catch {
    signal.throwIfAborted();
    throw notReady(baseUrl);
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    // A port proxy may take the connection long before Keycloak does: no try may wait for long.
    const { status, text } = await withDeadline(TRY_MS, signal, (limited) => httpAsk(url, {}, limited));
    return status === 200 || (status === 403 && text.includes('HTTPS required'));
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function notReady(baseUrl: string): TutorialError {
  return new TutorialError(
    'part-unreachable',
    `Keycloak did not answer at ${baseUrl} within ${READY_WITHIN_MS / 1000} s.`,
    {
      why: 'Its container runs, but what it publishes is not answered, or it is very slow.',
      next: 'Look at its log, and give the engine more memory and processors; or go on with --idp embedded.',
    },
  );
}
