import { TutorialError } from '../../src/errors.ts';
import { isLoopback } from './loopback.ts';
import { isPlainHttpAllowed } from './wire-policy.ts';

/** The URL, if a password may be sent there. Throws a TutorialError of kind usage. */
export function protectedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && mayBeToldSecrets(url)) return url;
  throw new TutorialError('usage', `${text} cannot be asked for a token.`, {
    why: 'A password goes over https only, or over http within this machine.',
    next: `Name an https issuer, or one at http://localhost${url ? `; ${orByName(url)}` : '.'}`,
  });
}

/** Whether a credential may be sent there: over https, within this machine, or where somebody said by name that others may read it. */
export function mayBeToldSecrets(url: URL): boolean {
  return isProtected(url) || (url.protocol === 'http:' && isPlainHttpAllowed(url.hostname));
}

/** Whether nobody on the way can read what is sent there. */
export function isProtected({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** How somebody says by name that others may read what goes to a host, as the end of a sentence. */
export function orByName({ hostname }: URL): string {
  return `where others may read it, say so: --plain-http-to ${hostname}.`;
}
