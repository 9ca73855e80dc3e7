import { types } from 'node:util';
import * as openid from 'openid-client';
import { TutorialError } from '../../src/errors.ts';
import { redact } from '../../src/evidence/redact.ts';
import { linkedController, withDeadline } from '../wire/deadline.ts';
import type { Browser } from './browser.ts';
import type { LoginEnding } from './callback-page.ts';
import { openCallbackServer } from './callback-server.ts';
import { type ClientOptions, type TokenSet, tokensBy } from './login.ts';
import { seenAddress, seenArrival, seenPage } from './seen-callback.ts';

/** Milliseconds that a user has for the pages, where nobody says otherwise. */
const PAGES_MS = 5 * 60_000;

/** A login in a browser. */
export interface CodeLoginOptions extends ClientOptions {
  /** The path of the redirect URI that is registered for 127.0.0.1, e.g. `/callback`. */
  readonly redirectPath: string;
  /** Brings a browser to the login page: tells a person the address, or walks the pages. May go on for as long as the login does. */
  readonly visit: Browser['visit'];
  /** Asks for consent though it was given before (OpenID Connect Core, section 3.1.2.1). */
  readonly prompt?: 'consent';
  /** Milliseconds for the pages. */
  readonly pagesMs?: number;
}

/**
 * Logs a user in with an authorization code and PKCE (RFC 6749 section 4.1, RFC 7636), as an app on the user's own machine does (RFC 8252): the answer
 * comes to a server on 127.0.0.1, and counts only with the state of this login and the issuer's own name (RFC 9207). Throws a TutorialError as
 * `login` does, and where nobody logs in within the time.
 */
export function loginByCode({
  redirectPath,
  visit,
  prompt,
  pagesMs = PAGES_MS,
  ...options
}: CodeLoginOptions): Promise<TokenSet> {
  const { asks, witness, signal } = options;
  return tokensBy(options, async (config, scope) => {
    const visiting = linkedController(signal);
    const server = await openCallbackServer(redirectPath);
    try {
      const [pkceCodeVerifier, expectedState] = [openid.randomPKCECodeVerifier(), openid.randomState()];
      const address = openid.buildAuthorizationUrl(config, {
        ...scope,
        ...(prompt && { prompt }),
        redirect_uri: server.redirectUri,
        state: expectedState,
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      });
      witness?.own(seenAddress(address))({ status: 'handed over', ok: true, text: '', exchange: undefined });
      const about = { signal: visiting.signal, until: Date.now() + pagesMs, sent: witness?.sent };
      const { url, headers, show } = await withDeadline(pagesMs, signal, () =>
        Promise.race([server.arrival, visit(address, about).then(() => server.arrival)]),
      );
      const answered = witness?.own(seenArrival(url, headers));
      const told = async (ending: LoginEnding) => {
        const page = await show(ending);
        answered?.(seenPage(page));
      };
      return await redeemed(config, url, told, { pkceCodeVerifier, expectedState }, asks);
    } catch (error) {
      signal.throwIfAborted();
      throw explained(error, pagesMs);
    } finally {
      // Whoever still waits at the browser waits for nothing any more.
      visiting.abort(new DOMException('The login is over.', 'AbortError'));
      await server.close();
    }
  });
}

async function redeemed(
  config: openid.Configuration,
  url: URL,
  show: (ending: LoginEnding) => Promise<void>,
  checks: { pkceCodeVerifier: string; expectedState: string },
  asks: ClientOptions['asks'],
): ReturnType<typeof openid.authorizationCodeGrant> {
  try {
    const tokens = await openid.authorizationCodeGrant(config, url, checks, asks);
    await show('logged in');
    return tokens;
  } catch (error) {
    await show('refused');
    throw error;
  }
}

/** What happened on the way to the code; of what the token endpoint said, `tokensBy` tells. */
function explained(error: unknown, pagesMs: number): unknown {
  if (error instanceof openid.AuthorizationResponseError) {
    const { error: code, error_description: description } = error;
    const words = description ? `${description} (${code})` : code;
    const cancelled = code === 'access_denied';
    return new TutorialError(
      'login-refused',
      cancelled ? 'The login was cancelled.' : `The identity provider refused the login: ${redact(words)}.`,
      {
        why: cancelled
          ? 'On the page that asks for consent the answer was No (access_denied).'
          : 'It sent the browser back with an error instead of a code.',
        next: cancelled ? 'Begin the login again, and say Yes.' : 'Begin the login again.',
        cause: error,
      },
    );
  }
  if (error instanceof openid.ClientError && error.code === 'OAUTH_INVALID_RESPONSE') {
    const reason = types.isNativeError(error.cause) ? error.cause.message : error.message;
    // What the token endpoint answers is no such thing: only the address of the callback has these.
    if (!/"(?:state|iss)"/.test(reason)) return error;
    return new TutorialError('login-refused', 'What the browser brought back is no answer to this login.', {
      why: `${redact(reason)}: somebody else may have sent it. The code in it was not used.`,
      next: 'Begin the login again.',
      cause: error,
    });
  }
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new TutorialError('login-refused', `Nobody logged in within ${Math.round(pagesMs / 1000)} seconds.`, {
      why: 'The browser did not come back from the login page; a closed window tells nobody.',
      next: 'Begin the login again, and open its address in a browser on this machine.',
      cause: error,
    });
  return error;
}
