import type { Exhibit } from '../../lesson/exhibit.ts';
import type { CommandName } from '../../view/command.ts';
import { evidenceExhibits } from '../../view/evidence.ts';
import { comparedAtHand, exhibitsAtHand } from '../../view/exhibits.ts';
import { isValid } from '../../view/key-table.ts';
import { keyOf } from '../../view/key-words.ts';
import { originWords } from '../../view/origin.ts';
import { ANY_ROOM, situationOf } from '../../view/situation.ts';
import { textOf, type View } from '../../view/view.ts';
import { wordsHere } from '../../view/words-here.ts';
import { fillIn } from './fill-in.ts';
import { goThrough } from './go-through.ts';
import { sayExhibits, sayGlossary, sayHint, sayOutcome, sayParts, saySteps } from './say.ts';
import type { Talk } from './talk.ts';

/** How a command is offered line by line. */
interface Offer {
  /** Its letter, where its key on the screen is none. */
  readonly letter?: string;
  /** How it is done where it asks for more; without it, it is done at once. */
  act?(talk: Talk): Promise<void>;
  /** What is said when it is done; `from` is the step that was shown before. */
  after?(view: View, from: string): readonly string[];
}

const outcome = (view: View) => sayOutcome(view, Date.now());

/** In the order in which they are offered. What only moves about on a screen is not. */
const OFFERS: Readonly<Record<CommandName, Offer | undefined>> = {
  predict: { letter: 'p', act: predict },
  // Somewhere on the way it may have ended, and that step is shown then.
  'bring-up': { letter: 'u', after: (view, from) => (from === view.guided.step ? ['It is up.'] : outcome(view)) },
  run: { after: outcome },
  retry: { after: outcome },
  'fill-in': { act: fillIn, after: (view) => (view.guided.pane === 'form' ? [] : outcome(view)) },
  next: {},
  'ask-again': { letter: 'a' },
  finish: { letter: 'f' },
  verify: { after: outcome },
  again: { after: outcome },
  skip: {},
  'reset-step': {},
  back: {},
  hint: { after: sayHint },
  copy: {},
  'step-through': { act: goThrough },
  hops: { after: (view) => sayFound(view, evidenceExhibits(view)) },
  compare: { after: (view) => sayFound(view, comparedAtHand(view)) },
  token: { after: (view) => sayExhibits(exhibitsAtHand(view, 'token'), Date.now()) },
  logs: { after: sayParts },
  'next-word': { letter: 'i', act: explainWord },
  glossary: { after: sayGlossary },
  steps: { act: jump },
  quit: {},
  // Said with the token, or asked where it is needed.
  otherwise: undefined,
  'all-rows': undefined,
  'copy-shown': undefined,
  // What happens is said at once there.
  'run-through': undefined,
  open: undefined,
  play: undefined,
  'slow-motion': undefined,
  jump: undefined,
  answer: undefined,
  submit: undefined,
  // When all of it was asked.
  send: undefined,
  'next-choice': undefined,
  'previous-choice': undefined,
  'next-field': undefined,
  erase: undefined,
  'erase-all': undefined,
  // By the terminal's own keys.
  cancel: undefined,
  interrupt: undefined,
  suspend: undefined,
  'choose-previous': undefined,
  'choose-next': undefined,
  'close-pane': undefined,
  'previous-word': undefined,
  'close-word': undefined,
  'to-step': undefined,
  keys: undefined,
  search: undefined,
  'find-first': undefined,
  'find-next': undefined,
  'find-previous': undefined,
  'search-no-more': undefined,
  zoom: undefined,
  'second-pane': undefined,
  'scroll-up': undefined,
  'scroll-down': undefined,
  'page-up': undefined,
  'page-down': undefined,
  'to-top': undefined,
  'to-end': undefined,
};

/** The commands that are offered, in their order, each with the letter that is always its own: the one of its key on the screen, where it has one. */
export const OFFERED: ReadonlyMap<CommandName, Offer & { readonly letter: string }> = new Map(
  (Object.keys(OFFERS) as CommandName[]).flatMap((command) => {
    const offer = OFFERS[command];
    return offer ? [[command, { ...offer, letter: offer.letter ?? keyOf(command) }] as const] : [];
  }),
);

/** What was opened from a step, and whose it is where it is another's. */
function sayFound(view: View, exhibits: readonly Exhibit[]): readonly string[] {
  return sayExhibits(exhibits, Date.now(), originWords(view, exhibits));
}

async function predict({ guide, prompt, say }: Talk): Promise<void> {
  const { prediction } = textOf(guide.view, guide.view.guided.step);
  if (!prediction) return;
  say([prediction.question, ...prediction.choices.map((choice, index) => `${index + 1}. ${choice}`)]);
  const number = Number(await prompt.ask('Number: '));
  if (!predictByNumber({ guide, say }, number)) say(['That is none of them.']);
}

/** Takes in a prediction by the number of its choice, from 1, and says it; false where none of that number can be made now. */
export function predictByNumber({ guide, say }: Pick<Talk, 'guide' | 'say'>, number: number): boolean {
  const { step } = guide.view.guided;
  const choice = textOf(guide.view, step).prediction?.choices[number - 1];
  if (choice === undefined || !isValid({ name: 'predict', which: number - 1 }, situationOf(guide.view, ANY_ROOM)))
    return false;
  guide.perform('predict', number - 1);
  say([`You say ${number}, ${choice}.`]);
  return true;
}

/** Says what one of the words of the step means, and leads back to the step. */
async function explainWord({ guide, prompt, say }: Talk): Promise<void> {
  const { here } = wordsHere(textOf(guide.view, guide.view.guided.step));
  if (here.length === 0) return say(['The glossary has none of its words.']);
  say(here.map(([word], index) => `${index + 1}. ${word}`));
  const typed = (await prompt.ask('Number of the word: ')).toLowerCase();
  const entry = here.find(([word]) => word.toLowerCase() === typed) ?? here[Number(typed) - 1];
  if (entry) say([entry.join(': ')]);
}

/** Goes to a step by its number in the list, or by its id. */
async function jump({ guide, prompt, say }: Talk): Promise<void> {
  const { view } = guide;
  say(saySteps(view));
  const typed = (await prompt.ask('Number of the step: ')).toLowerCase();
  const byId = view.lesson.findIndex(({ id }) => id === typed && /[a-z]/.test(id));
  const wanted = byId === -1 ? Number(typed) - 1 : byId;
  if (!view.lesson[wanted]) return;
  const here = view.lesson.findIndex(({ id }) => id === view.guided.step);
  guide.perform('steps');
  for (let moves = Math.abs(wanted - here); moves > 0; moves -= 1)
    guide.perform(wanted > here ? 'choose-next' : 'choose-previous');
  guide.perform('jump');
}
