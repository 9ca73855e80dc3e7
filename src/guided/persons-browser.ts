import { TutorialError } from '../errors.ts';
import type { LessonWish } from '../run/open-lesson.ts';
import type { Question } from '../view/guided-state.ts';
import { atDevice, atLoginPage, type PageAnswer, type PasswordKnown } from './login-questions.ts';

/** What a person at a browser is told by, and what can be done for them. */
export interface PersonOptions {
  /** Undefined where they do not answer. */
  readonly ask: (question: Question, signal: AbortSignal) => Promise<string | undefined>;
  /** Copies an address, and says where to. */
  readonly copy: (text: string) => Promise<string>;
  /** Opens an address; undefined where there is no browser that the learner would see. */
  readonly open: ((address: string) => Promise<void>) | undefined;
  /** Who knows the user's password. */
  readonly known: () => PasswordKnown;
}

/** The learner, at a browser of their own: it is opened, or they are told the address; or they let the program walk the pages after all. */
export function personsBrowser({ ask, copy, open, known }: PersonOptions): NonNullable<LessonWish['browser']> {
  /** Asks until the login is over; gives whether the program is to walk the pages. */
  const accompany = async (
    address: string,
    question: (said: string) => Question,
    signal: AbortSignal,
  ): Promise<'walk' | 'over'> => {
    let said = '';
    while (!signal.aborted) {
      const answer = (await ask(question(said), signal)) as PageAnswer | undefined;
      if (answer === 'walk') return 'walk';
      if (answer === 'copy') said = `The address is copied: ${await copy(address)}.`;
      else if (answer === 'open') said = await opened(open, address);
      else if (!signal.aborted)
        throw new TutorialError('interrupted', 'You cancelled the login.', { next: 'Run the step again.' });
    }
    return 'over';
  };
  return (walking) => ({
    visit: async (address, visit) => {
      const { href } = address;
      const question = (said: string) =>
        atLoginPage({ address: href, until: visit.until, canOpen: Boolean(open), known: known(), said });
      if ((await accompany(href, question, visit.signal)) === 'walk') await walking.visit(address, visit);
    },
    invite: async (invitation, visit) => {
      const { address, userCode, complete } = invitation;
      const { qrRows } = await import('./qr-rows.ts');
      const device = { address: address.href, userCode, picture: qrRows((complete ?? address).href) };
      const question = (said: string) =>
        atDevice({ ...device, until: visit.until, canOpen: Boolean(open), known: known(), said });
      if ((await accompany(address.href, question, visit.signal)) === 'walk') await walking.invite(invitation, visit);
      // Who answers elsewhere is waited for.
    },
  });
}

async function opened(open: PersonOptions['open'], address: string): Promise<string> {
  try {
    await open?.(address);
    return 'It was opened in the browser.';
  } catch (error) {
    return `It could not be opened (${(error as Error).message}): copy the address instead.`;
  }
}
