import { isLoopback } from '../../services/wire/loopback.ts';
import type { Question } from '../view/guided-state.ts';

/** Who knows the user's password: the person, who can type it, the program, which can walk the pages with it, or both. */
export type PasswordKnown = 'to both' | 'to the person' | 'to the program';

/** What is to be done about a page of a login. */
export type PageAnswer = 'open' | 'copy' | 'walk' | 'cancel';

/** Where a login goes on, and how it stands. */
export interface LoginAtPage {
  readonly address: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly canOpen: boolean;
  /** Who knows the password. */
  readonly known: PasswordKnown;
  /** What was done last, as a sentence; empty at first. */
  readonly said: string;
}

const NOT_TO_BE_TYPED =
  'No password was given at the start, so one was made at random, and nobody can type it: let the program walk the pages.';

/** At a login page, which leads back to this machine. */
export function atLoginPage({ address, said, until, canOpen, known }: LoginAtPage): Question {
  const here =
    'Log in with a browser on this machine, at the page of the identity provider. The step goes on by itself when you have.';
  return {
    text: [said, known === 'to the program' ? NOT_TO_BE_TYPED : here, address].filter(Boolean).join(' '),
    until,
    answers: answers(canOpen, known),
  };
}

/** At the page for a device's code, which may be opened anywhere. */
export function atDevice({
  address,
  userCode,
  picture,
  said,
  until,
  canOpen,
  known,
}: LoginAtPage & { readonly userCode: string; readonly picture: readonly string[] }): Question {
  // A provider that answers on loopback is reached from nowhere else.
  const where = isLoopback(new URL(address).hostname)
    ? 'in a browser on this machine'
    : 'in any browser, on any device';
  const there = `Type the code ${userCode} ${where}, at ${address}. The step goes on by itself when you have.`;
  return {
    text: [said, known === 'to the program' && NOT_TO_BE_TYPED, there].filter(Boolean).join(' '),
    until,
    picture,
    answers: answers(canOpen, known),
  };
}

function answers(canOpen: boolean, known: PasswordKnown): Question['answers'] {
  return [
    ...(canOpen ? [{ key: 'return', label: 'open the browser', value: 'open' satisfies PageAnswer }] : []),
    { key: 'c', label: 'copy the address', value: 'copy' satisfies PageAnswer },
    ...(known === 'to the person'
      ? []
      : [{ key: 'w', label: 'let the program walk the pages', value: 'walk' satisfies PageAnswer }]),
    { key: 'escape', label: 'cancel', value: 'cancel' satisfies PageAnswer },
  ];
}
