import { TutorialError } from '../../src/errors.ts';
import { isLoopback } from './loopback.ts';

/** The URL, if a password may be sent there: over https, or over plain http within this machine. Throws a TutorialError of kind usage. */
export function protectedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && isProtected(url)) return url;
  throw new TutorialError('usage', `${text} cannot be asked for a token.`, {
    why: 'A password goes over https only, or over http within this machine.',
    next: 'Name an https issuer, or one at http://localhost.',
  });
}

/** Whether nobody on the way can read what is sent there. */
export function isProtected({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
