import type { Question } from '../../view/guided-state.ts';
import { commandOf, validBindings } from '../../view/key-table.ts';
import { keyFor } from '../../view/key-words.ts';
import { ANY_ROOM, situationOf } from '../../view/situation.ts';
import { stateOf } from '../../view/view.ts';
import type { Guide } from '../guide.ts';
import { OFFERED, predictByNumber } from './offers.ts';
import { sayOutcome, sayStep, sayWelcome } from './say.ts';
import type { Talk } from './talk.ts';

/** What ends a line, in words. */
const ENTER = keyFor('submit', true);

/** Question and answer until the guide ends, or there is no more input. */
export async function converse(talk: Talk): Promise<void> {
  const { guide, say } = talk;
  say(sayWelcome(guide.view.about));
  if (guide.view.guided.notice) say([guide.view.guided.notice]);
  try {
    await logIn(talk);
    let step = '';
    for (;;) {
      await idle(guide);
      if (guide.view.guided.question) {
        await answer(talk);
        await idle(guide);
        if (guide.view.guided.notice !== '') say([guide.view.guided.notice]);
      } else {
        if (step !== guide.view.guided.step) say(sayStep(guide.view));
        step = guide.view.guided.step;
        await choose(talk);
      }
    }
  } catch {
    // No more input is the wish to leave.
    guide.leave();
  }
}

/** The login form, field by field. */
async function logIn({ guide, prompt, say }: Talk): Promise<void> {
  const { asksFor, userName: offered } = guide.view.about;
  const userName = asksFor.includes('name') ? await prompt.ask(`User name, or ${ENTER} for ${offered}: `) : '';
  if (userName !== '') {
    guide.perform('erase-all');
    guide.paste(userName);
  }
  guide.perform('submit');
  if (!asksFor.includes('password')) return;
  let begun = false;
  await prompt.askKeys(`Password, or ${ENTER} for the one that is offered: `, {
    asked: () => {
      begun = false;
    },
    take: (key) => {
      const command = commandOf(key, situationOf(guide.view, ANY_ROOM))?.name;
      // What stands there was typed before the question was asked again, and nobody sees it.
      const answers = command !== 'interrupt' && command !== 'suspend';
      if (answers && !begun) guide.perform('erase-all');
      begun ||= answers;
      // Here one field comes after the other.
      if (command !== 'next-field') guide.press(key);
      const { notice, work } = guide.view.guided;
      if (work !== undefined) return 'enough';
      if (notice === '') return 'more';
      // Below the question, of which the row has not ended.
      say(['', notice]);
      return 'ask again';
    },
  });
}

/** Waits until there is something to ask, and still is a moment later: between steps of a series the guide is idle for no time. */
async function idle({ store }: Guide): Promise<void> {
  const isIdle = () => {
    const { guided } = store.get();
    return guided.question !== undefined || (guided.work === undefined && guided.phase === 'lesson');
  };
  do {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!isIdle()) return;
        forget();
        resolve();
      };
      const forget = store.subscribe(look);
      look();
    });
    await new Promise(setImmediate);
  } while (!isIdle());
}

async function answer({ guide, prompt, say }: Talk): Promise<void> {
  const { question, work } = guide.view.guided;
  if (!question) return;
  say(['', question.text, ...question.answers.map(({ label }, index) => `${index + 1}. ${label}`)]);
  const typed = await Promise.race([prompt.ask('Number: '), withdrawn(guide, question)]);
  if (typed !== undefined) guide.perform('answer', Number(typed) - 1);
  await idle(guide);
  // What was asked in the middle of a step is not where that ends.
  if (work?.kind === 'run' && !guide.view.guided.question) say(['', ...sayOutcome(guide.view, Date.now())]);
}

/** Resolves when a question is not asked any more: what it was about has happened. */
function withdrawn({ store }: Guide, question: Question): Promise<undefined> {
  return new Promise((resolve) => {
    const forget = store.subscribe(() => {
      if (store.get().guided.question === question) return;
      forget();
      resolve(undefined);
    });
  });
}

async function choose(talk: Talk): Promise<void> {
  const { guide, prompt, say } = talk;
  const { step } = guide.view.guided;
  const valid = validBindings(situationOf(guide.view, ANY_ROOM));
  const offered = [...OFFERED].flatMap(([command, offer]) => {
    const row = valid.find((each) => each.command === command);
    // Said first, where it was not said yet.
    const said = command === 'predict' && stateOf(guide.view, step)?.predicted !== undefined;
    return row && !said ? [{ command, ...offer, help: row.help }] : [];
  });
  const [first] = offered;
  say(['', ...offered.map(({ letter, help }) => `${letter}. ${help}`)]);
  const text = (await prompt.ask(`Letter, or ${ENTER} for ${first?.letter}: `)).toLowerCase();
  // The choices of a prediction have numbers, as their keys do on the screen.
  if (/^\d+$/.test(text) && predictByNumber(talk, Number(text))) return;
  const chosen = text === '' ? first : offered.find(({ letter }) => letter === text);
  if (!chosen) {
    say([`Please choose one of these letters: ${offered.map(({ letter }) => letter).join(', ')}.`]);
    return;
  }
  if (chosen.act) await chosen.act(talk);
  else guide.perform(chosen.command);
  if (chosen.act && !chosen.after) return;
  await idle(guide);
  if (guide.view.guided.question) return;
  say(chosen.after?.(guide.view, step) ?? []);
  if (guide.view.guided.pane !== 'step') guide.perform('close-pane');
  if (step === guide.view.guided.step && guide.view.guided.notice) say([guide.view.guided.notice]);
}
