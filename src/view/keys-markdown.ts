import { KEY_TABLE } from './key-table.ts';
import { keyFor, shownKeys } from './key-words.ts';
import type { KeyBinding } from './keys/binding.ts';
import type { Pane } from './open-pane.ts';
import type { Situation } from './situation.ts';

/** A situation in which as much as possible is there to be asked for. */
export const ALL_THERE: Situation = {
  phase: 'lesson',
  loginFields: 2,
  pane: 'step',
  typing: false,
  searched: true,
  words: true,
  wordOpen: false,
  busy: false,
  cancelling: false,
  closing: false,
  question: undefined,
  unmet: false,
  status: 'waiting',
  asks: false,
  fieldKind: undefined,
  first: false,
  last: false,
  choices: 4,
  missed: false,
  commands: true,
  hintsLeft: true,
  resettable: true,
  token: true,
  otherwise: true,
  evidence: true,
  columns: true,
  compared: true,
  allRows: false,
  makesCall: true,
  crossings: true,
  arrived: false,
  zoomable: true,
  hasSecond: true,
  scrollable: true,
  canSuspend: true,
};
const PANES: readonly Pane[] = ['through', 'hops', 'hop', 'token', 'logs', 'compare', 'glossary', 'keys', 'steps'];

const PLACES: Readonly<Record<string, readonly Situation[]>> = {
  'In the login form': [{ ...ALL_THERE, phase: 'welcome' }],
  'On a step': (['waiting', 'failed', 'done', 'skipped'] as const).flatMap((status) => [
    { ...ALL_THERE, status },
    { ...ALL_THERE, status, searched: false },
    { ...ALL_THERE, status, wordOpen: true },
    { ...ALL_THERE, status, unmet: true },
    { ...ALL_THERE, status, asks: true },
    { ...ALL_THERE, status, makesCall: false },
    { ...ALL_THERE, status, last: true },
    { ...ALL_THERE, status, missed: true },
  ]),
  'In what a step asks for': (['choice', 'text'] as const).map((fieldKind) => ({
    ...ALL_THERE,
    pane: 'form',
    fieldKind,
  })),
  'In what a key has opened': PANES.flatMap((pane) => [
    { ...ALL_THERE, pane },
    { ...ALL_THERE, pane, arrived: true, allRows: true },
  ]),
  'While a text to search for is typed': [{ ...ALL_THERE, pane: 'logs', typing: true, searched: false }],
  'While something is at work': [{ ...ALL_THERE, busy: true }],
};

/** The key table as a page of the documentation; docs/keys.md is made from it. */
export function keysAsMarkdown(): string {
  const sections = Object.entries(PLACES).map(([place, situations]) => {
    const rows = KEY_TABLE.filter(({ when }) => situations.some(when)).map(row);
    return [`## ${place}`, ['| key | | what it does |', '| --- | --- | --- |', ...rows].join('\n')].join('\n\n');
  });
  const intro =
    'The keys of the walkthrough. The last line of the screen names those that are valid now, and `?` tells them all. While a step is at work, ' +
    'every key but those that end the work is held back. The mouse is never captured. ' +
    `On Windows there is no ${keyFor('suspend')}.`;
  return `${['# Keys', intro, ...sections].join('\n\n')}\n`;
}

function row({ keys, label, help }: KeyBinding): string {
  return `| ${shownKeys(keys)
    .map((key) => `\`${key}\``)
    .join(' ')} | ${label} | ${help} |`;
}
