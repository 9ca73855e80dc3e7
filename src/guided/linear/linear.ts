import wrapAnsi from 'wrap-ansi';
import { LONGEST_TEXT, printable } from '../../evidence/printable.ts';
import { redact } from '../../evidence/redact.ts';
import type { Io } from '../../io.ts';
import type { LessonOptions } from '../../settings.ts';
import { validBindings } from '../../view/key-table.ts';
import { keyFor } from '../../view/key-words.ts';
import type { CommandName } from '../../view/keys/binding.ts';
import { situationOf } from '../../view/situation.ts';
import { textOf } from '../../view/view.ts';
import type { Guide } from '../guide.ts';
import { type Face, walk } from '../walk.ts';
import { takeOverInterrupts } from './interrupts.ts';
import { openPrompt, type Prompt } from './prompt.ts';
import {
  sayComparison,
  sayEvent,
  sayGlossary,
  sayHops,
  sayOutcome,
  sayParts,
  sayReceipt,
  sayStep,
  saySteps,
  sayToken,
  sayWelcome,
} from './say.ts';

/** What ends a line, in words. */
const ENTER = keyFor('submit', true);

/** The walkthrough in lines, for a screen reader or a terminal that cannot redraw. It drives the same guide by lettered choices. */
export function runLinear(options: LessonOptions, io: Io): Promise<number> {
  const prompt = openPrompt(io.stdin, io.stdout);
  let verbatim: readonly string[] = [];
  const say = (lines: readonly string[]) => {
    const columns = io.stdout.columns || 80;
    // Folded between words; but a command has to stay in one piece.
    const rows = lines.map((line) => {
      const shown = printable(line, LONGEST_TEXT);
      return verbatim.includes(line) ? shown : wrapAnsi(shown, columns);
    });
    io.stdout.write(rows.map((row) => `${row}\n`).join(''));
  };
  let handBack = () => {};
  const face: Face = {
    // Nothing is drawn here; the size only keeps the guide content.
    size: () => ({ columns: 80, rows: 24 }),
    show: async (guide) => {
      handBack = takeOverInterrupts(() => {
        guide.perform('interrupt');
        if (guide.view.guided.notice) say([guide.view.guided.notice]);
      });
      guide.store.subscribe(() => {
        verbatim = guide.view.lesson.flatMap(({ commands }) => commands.map(({ text }) => text));
      });
      await converse(guide, prompt, say);
    },
    presenter: {
      name: 'walkthrough in lines',
      tell: (event) => {
        const line = sayEvent(event);
        if (line !== undefined) say([redact(line)]);
      },
    },
    receipt: sayReceipt,
    control: (sequence) => void io.stdout.write(sequence),
    close: () => {
      handBack();
      prompt.close();
    },
  };
  return walk(options, io, face);
}

/** Question and answer until the guide ends, or there is no more input. */
async function converse(guide: Guide, prompt: Prompt, say: (lines: readonly string[]) => void): Promise<void> {
  const { about } = guide.view;
  say(sayWelcome(about));
  if (guide.view.guided.notice) say([guide.view.guided.notice]);
  try {
    const userName = (await prompt.ask(`User name, or ${ENTER} for ${about.userName}: `)) || about.userName;
    const password = await prompt.askHidden(`Password, or ${ENTER} for the one that is offered: `);
    void guide.open({ userName, password });
    let step = '';
    for (;;) {
      await idle(guide);
      if (guide.view.guided.question) await answer(guide, prompt, say);
      else {
        if (step !== guide.view.guided.step) say(sayStep(guide.view));
        step = guide.view.guided.step;
        await choose(guide, prompt, say);
      }
    }
  } catch {
    // No more input, or an interrupt while a password was typed: both are the wish to leave.
    guide.perform('interrupt');
    guide.perform('interrupt');
  }
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

async function answer(guide: Guide, prompt: Prompt, say: (lines: readonly string[]) => void): Promise<void> {
  const { question } = guide.view.guided;
  if (!question) return;
  say(['', question.text, ...question.answers.map(({ label }, index) => `${index + 1}. ${label}`)]);
  const chosen = question.answers[Number(await prompt.ask('Number: ')) - 1];
  if (chosen) guide.press(chosen.key);
}

/** What is offered, in this order, each by a letter that is always its own: the one of its key on the screen, where it has one. */
export const OFFERED: Readonly<Partial<Record<CommandName, string>>> = {
  predict: 'p',
  'bring-up': 'u',
  run: 'r',
  retry: 'r',
  next: 'n',
  finish: 'f',
  verify: 'v',
  again: 'r',
  skip: 's',
  back: 'b',
  hint: 'h',
  copy: 'c',
  hops: 'e',
  compare: 'd',
  token: 't',
  logs: 'l',
  glossary: 'g',
  steps: 'm',
  quit: 'q',
};

async function choose(guide: Guide, prompt: Prompt, say: (lines: readonly string[]) => void): Promise<void> {
  const { view } = guide;
  const valid = validBindings(situationOf(view, false));
  const { prediction } = textOf(view, view.guided.step);
  const predicted = view.guided.predicted[view.guided.step] !== undefined;
  const offered = Object.entries(OFFERED)
    .flatMap(([name, letter]) => {
      const binding = valid.find(({ command }) => command === name);
      return binding ? [{ ...binding, letter }] : [];
    })
    // Said first, where it was not said yet.
    .filter(({ command }) => command !== 'predict' || !predicted);
  const [first] = offered;
  say(['', ...offered.map(({ letter, help }) => `${letter}. ${help}`)]);
  const text = (await prompt.ask(`Letter, or ${ENTER} for ${first?.letter}: `)).toLowerCase();
  const binding = text === '' ? first : offered.find(({ letter }) => letter === text);
  if (!binding) {
    say([`Please choose one of these letters: ${offered.map(({ letter }) => letter).join(', ')}.`]);
    return;
  }
  const { step } = view.guided;
  if (binding.command === 'predict' && prediction) {
    say([prediction.question, ...prediction.choices.map((choice, index) => `${index + 1}. ${choice}`)]);
    const number = await prompt.ask('Number: ');
    // Any other key would be obeyed, too.
    if (binding.keys.includes(number)) guide.press(number);
    return;
  }
  if (binding.command === 'steps') return jump(guide, prompt, say);
  guide.perform(binding.command);
  await idle(guide);
  if (guide.view.guided.question) return;
  say(saidAfter(guide, binding.command, step));
  if (guide.view.guided.pane !== 'step') guide.perform('close-pane');
  if (step === guide.view.guided.step && guide.view.guided.notice) say([guide.view.guided.notice]);
}

function saidAfter({ view }: Guide, command: CommandName, step: string): string[] {
  switch (command) {
    case 'bring-up':
      // Somewhere on the way it ended, and that step is shown then.
      return step === view.guided.step ? ['It is up.'] : sayOutcome(view);
    case 'run':
    case 'retry':
    case 'again':
    case 'verify':
      return sayOutcome(view);
    case 'hint': {
      const rungs = view.guided.hints[view.guided.step] ?? 0;
      return [`Hint ${rungs} of 3: ${textOf(view, view.guided.step).hints[rungs - 1]}`];
    }
    case 'hops':
      return sayHops(view);
    case 'compare':
      return sayComparison(view);
    case 'token':
      return sayToken(view, Date.now());
    case 'logs':
      return sayParts(view);
    case 'glossary':
      return sayGlossary();
    default:
      return [];
  }
}

/** Goes to a step by its number in the list, or by its id. */
async function jump(guide: Guide, prompt: Prompt, say: (lines: readonly string[]) => void): Promise<void> {
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
