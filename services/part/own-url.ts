import { TutorialError } from '../../src/errors.ts';
import { mayBeToldSecrets, orByName } from '../wire/protected-url.ts';

/**
 * The base URL of a server of the learner's own. `said` is how it was named: an option, or a key of the configuration file. Throws a TutorialError of
 * kind usage where tokens cannot be sent there; it never repeats what may hold a password.
 */
export function ownUrl(said: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TutorialError('usage', `${said} is no URL of a server.`, {
      why: 'A URL begins with http:// or https://.',
      next,
    });
  }
  if (url.username || url.password) {
    throw new TutorialError('usage', `${said} carries credentials.`, {
      why: 'Whoever sees the command line or the log would see them.',
      next: 'Leave them out of it.',
    });
  }
  if (url.search || url.hash) {
    throw new TutorialError('usage', `${said} takes the address of a server, with nothing but a path behind it.`, {
      next,
    });
  }
  refuseUnprotected(said, url);
  return url;
}

/** Throws a TutorialError of kind usage where what is sent there could be read by others, and nobody said by name that it may. */
export function refuseUnprotected(said: string, url: URL): void {
  if (mayBeToldSecrets(url)) return;
  throw new TutorialError('usage', `${said} leads to ${url.origin}, which cannot be sent a token.`, {
    why: 'Tokens go over https only, or over http within this machine.',
    next: `Name it by https; ${orByName(url)}`,
  });
}

const next = 'Name it as in http://localhost:9000.';
