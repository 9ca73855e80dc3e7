import * as openid from 'openid-client';
import { TutorialError } from '../../src/errors.ts';
import { isProtected } from '../wire/protected-url.ts';
import { type ClientOptions, type TokenSet, tokensBy } from './login.ts';

/** What a device shows its user (RFC 8628, section 3.3). */
export interface DeviceInvitation {
  /** Where the code is entered, in any browser. */
  readonly address: URL;
  readonly userCode: string;
  /** The same page with the code in its address, where the provider has one. */
  readonly complete: URL | undefined;
  /** Seconds for which the code is good. */
  readonly expiresIn: number;
}

/** A login with the help of another device. */
export interface DeviceLoginOptions extends ClientOptions {
  /** Tells the user where to go; may walk the pages itself. The device asks for its tokens afterwards. */
  readonly invite: (invitation: DeviceInvitation, signal: AbortSignal) => Promise<void>;
}

/** What a code for a person may look like on a screen: letters, digits and dashes. */
const USER_CODE = /^[\w-]{1,64}$/;

/**
 * Logs a user in who does it in a browser elsewhere (RFC 8628). It asks as often as the provider wants, until the user has answered or the code has
 * expired. Throws a TutorialError as `login` does.
 */
export function loginByDevice({ invite, ...options }: DeviceLoginOptions): Promise<TokenSet> {
  const { signal } = options;
  return tokensBy(options, async (config, scope) => {
    try {
      const codes = await openid.initiateDeviceAuthorization(config, scope);
      await invite(invitationOf(codes), signal);
      return await openid.pollDeviceAuthorizationGrant(config, codes, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw explained(error);
    }
  });
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
  return url && isProtected(url) ? url : undefined;
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
  if (expired || (error instanceof openid.ClientError && error.code === 'OAUTH_TIMEOUT'))
    return new TutorialError('login-refused', 'Nobody entered the code in time.', {
      why: 'The code of the device has expired.',
      next: 'Begin the login again: it gives another code.',
      cause: error,
    });
  return error;
}
