import type { Secret } from '../../../src/evidence/secret.ts';
import type { Browser } from '../browser.ts';

/** What is answered on the pages: whose name and password it is, and yes to the question for consent unless it is said otherwise. */
export interface WalkingUser {
  readonly userName: string;
  readonly password: Secret;
  readonly consent?: 'yes' | 'no';
}

/** Nobody: the pages are walked with the user's name and password. Throws as `walkPages` does. */
export function walkingBrowser({ userName: username, password, consent = 'yes' }: WalkingUser): Browser {
  const answers = { username, password, consent };
  return {
    async visit(address, { signal, sent }) {
      const { walkedNoFurther, walkPages } = await import('./browser-walk.ts');
      const { url, heading } = await walkPages(address, answers, signal, sent);
      const back = address.searchParams.get('redirect_uri') ?? '';
      if (!url.href.startsWith(back))
        throw walkedNoFurther(`They end at ${heading === '' ? url.pathname : `"${heading}"`}.`, answers.password);
    },
    async invite({ address, userCode }, { signal, sent }) {
      const { walkPages } = await import('./browser-walk.ts');
      await walkPages(address, { ...answers, userCode }, signal, sent);
    },
  };
}
