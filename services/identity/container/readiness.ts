import { setTimeout as sleep } from 'node:timers/promises';
import { TutorialError } from '../../../src/errors.ts';
import { withDeadline } from '../../wire/deadline.ts';
import { askProvider } from '../ask-provider.ts';

/** Who says that it has started answers at once, 3 s later on the slowest machine that was seen; here it is the way to it that is broken. */
const ANSWERS_WITHIN_MS = 60_000;
const BETWEEN_TRIES_MS = 100;
const TRY_MS = 15_000;

/**
 * Waits until Keycloak answers with its realm master's discovery document. It turns 200 together with /health/ready on the management port
 * (docs/references/keycloak-26.md#set-up), which would have to be published too. That it asks for HTTPS is an answer as well: the set-up sees to it.
 *
 * How long a start takes is the machine's affair, and the signal ends the wait. `saidSo` tells when it said that it has started, in milliseconds
 * since the epoch: throws a TutorialError where it does not answer long after that.
 */
export async function waitUntilReady(
  baseUrl: string,
  signal: AbortSignal,
  saidSo: () => number | undefined,
): Promise<void> {
  const url = `${baseUrl}/realms/master/.well-known/openid-configuration`;
  while (!(await answers(url, signal))) {
    if (Date.now() - (saidSo() ?? Number.POSITIVE_INFINITY) > ANSWERS_WITHIN_MS) throw notReached(baseUrl);
    await sleep(BETWEEN_TRIES_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    // A port proxy may take the connection long before Keycloak does: no try may wait for long.
    const { status, text } = await withDeadline(TRY_MS, signal, (limited) => askProvider(url, {}, limited));
    return status === 200 || (status === 403 && text.includes('HTTPS required'));
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function notReached(baseUrl: string): TutorialError {
  return new TutorialError('part-unreachable', `Keycloak has started, but does not answer at ${baseUrl}.`, {
    why: `Its log says since ${ANSWERS_WITHIN_MS / 1000} s that it has started: the port that its container publishes does not lead to it.`,
    next: 'See what the engine makes of published ports (docker port, or podman port), or go on with --idp embedded.',
  });
}
