import { isLoopback } from '../../services/wire/loopback.ts';
import type { Question } from '../view/guided-state.ts';

/** What is to be done about a page of a login. */
export type PageAnswer = 'open' | 'copy' | 'walk' | 'cancel';

/** Where a login goes on, and how it stands. */
export interface LoginAtPage {
  readonly address: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly canOpen: boolean;
  /** Whether somebody knows the password. */
  readonly canType: boolean;
  /** What was done last, as a sentence; empty at first. */
  readonly said: string;
}

const NOT_TO_BE_TYPED =
  'No password was given at the start, so one was made at random, and nobody can type it: let the program walk the pages.';

/** At a login page, which leads back to this machine. */
export function atLoginPage({ address, said, until, canOpen, canType }: LoginAtPage): Question {
  const here =
    'Log in with a browser on this machine, at the page of the identity provider. The step goes on by itself when you have.';
  return {
    text: [said, canType ? here : NOT_TO_BE_TYPED, address].filter(Boolean).join(' '),
    until,
    answers: answers(canOpen),
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
  canType,
}: LoginAtPage & { readonly userCode: string; readonly picture: readonly string[] }): Question {
  // A provider that answers on loopback is reached from nowhere else.
  const where = isLoopback(new URL(address).hostname)
    ? 'in a browser on this machine'
    : 'in any browser, on any device';
  const there = `Type the code ${userCode} ${where}, at ${address}. The step goes on by itself when you have.`;
  return {
    text: [said, !canType && NOT_TO_BE_TYPED, there].filter(Boolean).join(' '),
    until,
    picture,
    answers: answers(canOpen),
  };
}

function answers(canOpen: boolean): Question['answers'] {
  return [
    ...(canOpen ? [{ key: 'return', label: 'open the browser', value: 'open' satisfies PageAnswer }] : []),
    { key: 'c', label: 'copy the address', value: 'copy' satisfies PageAnswer },
    { key: 'w', label: 'let the program walk the pages', value: 'walk' satisfies PageAnswer },
    { key: 'escape', label: 'cancel', value: 'cancel' satisfies PageAnswer },
  ];
}
