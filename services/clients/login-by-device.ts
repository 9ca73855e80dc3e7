import { setTimeout as sleep } from 'node:timers/promises';
import * as openid from 'openid-client';
import { TutorialError } from '../../src/errors.ts';
import { linkedController } from '../wire/deadline.ts';
import { mayBeToldSecrets } from '../wire/protected-url.ts';
import type { Browser, DeviceInvitation } from './browser.ts';
import { type ClientOptions, type TokenSet, tokensBy } from './login.ts';

/** A login with the help of another device. */
export interface DeviceLoginOptions extends ClientOptions {
  /** Tells the user where to go; may walk the pages itself, and comes back when they are walked. */
  readonly invite: Browser['invite'];
  /** Asks twice at once, and invites nobody: to be told to slow down. */
  readonly impatient?: boolean;
}

/** What a code for a person may look like on a screen: letters, digits and dashes. */
const USER_CODE = /^[\w-]{1,64}$/;

/** RFC 8628 section 3.4. */
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** Seconds between two polls where the provider does not say, and what a slow_down adds (RFC 8628 sections 3.2 and 3.5). */
const INTERVAL = 5;

/**
 * Logs a user in who does it in a browser elsewhere (RFC 8628). It asks as often as the provider wants, from when the invitation was answered or the
 * first interval is over, until the user has answered or the code has expired. Throws a TutorialError as `login` does, and of kind login-refused where
 * the provider offers no such login.
 */
export function loginByDevice({ invite, impatient = false, ...options }: DeviceLoginOptions): Promise<TokenSet> {
  const { asks, signal, witness } = options;
  return tokensBy(options, async (config, scope) => {
    const waiting = linkedController(signal);
    try {
      if (config.serverMetadata().device_authorization_endpoint === undefined) throw offersNoDevices(options.issuer);
      const codes = await openid.initiateDeviceAuthorization(config, scope);
      if (impatient) return await polled(config, { ...codes, interval: 0, asks }, Promise.resolve(), waiting.signal);
      const about = { signal: waiting.signal, until: Date.now() + codes.expires_in * 1000, sent: witness?.sent };
      const invited = invite(invitationOf(codes), about);
      const refused = new Promise<never>((_, reject) => invited.catch(reject));
      return await Promise.race([refused, polled(config, { ...codes, asks }, invited, waiting.signal)]);
    } catch (error) {
      signal.throwIfAborted();
      throw explained(error);
    } finally {
      waiting.abort(new DOMException('The login is over.', 'AbortError'));
    }
  });
}

/** Asks until there is an answer. The first time once the user was invited: who has answered by then waits for nothing. */
async function polled(
  config: openid.Configuration,
  {
    device_code,
    expires_in,
    interval = INTERVAL,
    asks,
  }: openid.DeviceAuthorizationResponse & Pick<ClientOptions, 'asks'>,
  invited: Promise<void>,
  signal: AbortSignal,
): ReturnType<typeof openid.genericGrantRequest> {
  const until = Date.now() + expires_in * 1000;
  await Promise.race([invited, sleep(interval * 1000, undefined, { signal })]);
  for (let seconds = interval; ; await sleep(seconds * 1000, undefined, { signal })) {
    try {
      return await openid.genericGrantRequest(config, DEVICE_GRANT, { device_code, ...asks });
    } catch (error) {
      const told = error instanceof openid.ResponseBodyError ? error.error : undefined;
      if (told === 'slow_down' && interval > 0) seconds += INTERVAL;
      else if (told !== 'authorization_pending') throw error;
      if (Date.now() + seconds * 1000 > until) throw new DOMException('The code has expired.', 'TimeoutError');
    }
  }
}

function invitationOf(codes: openid.DeviceAuthorizationResponse): DeviceInvitation {
  const { user_code: userCode, verification_uri, verification_uri_complete, expires_in: expiresIn } = codes;
  const address = page(verification_uri);
  const complete = verification_uri_complete === undefined ? undefined : page(verification_uri_complete);
  if (address && USER_CODE.test(userCode)) return { address, userCode, complete, expiresIn };
  throw new TutorialError('login-refused', 'The identity provider gave a device codes that cannot be shown.', {
    why: 'The page for the code has to be over https, or on this machine; the code of letters, digits and dashes.',
    next: 'Ask who runs that provider.',
  });
}

function page(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && mayBeToldSecrets(url) ? url : undefined;
}

/** Of a provider whose discovery document has no place for devices (RFC 8628, section 4). */
function offersNoDevices(issuer: string): TutorialError {
  return new TutorialError('login-refused', `The identity provider at ${issuer} offers no login with another device.`, {
    why: 'Its discovery document names no device_authorization_endpoint.',
    next: 'Have the token got in another way: --token-by code, say.',
  });
}

/** What only a device hears. */
function explained(error: unknown): unknown {
  if (error instanceof openid.ResponseBodyError && error.error === 'access_denied')
    return new TutorialError('login-refused', 'The login was cancelled.', {
      why: 'On the page that asks for consent the answer was No (access_denied).',
      next: 'Begin the login again, and say Yes.',
      cause: error,
    });
  const expired = error instanceof openid.ResponseBodyError && error.error === 'expired_token';
  if (expired || (error instanceof DOMException && error.name === 'TimeoutError'))
    return new TutorialError('login-refused', 'Nobody entered the code in time.', {
      why: 'The code of the device has expired.',
      next: 'Begin the login again: it gives another code.',
      cause: error,
    });
  return error;
}
