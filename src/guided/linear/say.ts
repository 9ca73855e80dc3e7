import type { Hop } from '../../evidence/hop.ts';
import { chapterHead, chapterOf } from '../../lesson/chapter-state.ts';
import { checkWords } from '../../lesson/check-words.ts';
import { durationWords } from '../../lesson/duration.ts';
import type { SessionEvent } from '../../lesson/events.ts';
import { type ByShape, byShape, type Exhibit } from '../../lesson/exhibit.ts';
import { lostWords, needsWords, unmetBy } from '../../lesson/plan.ts';
import { verdictWords } from '../../lesson/predictions.ts';
import type { SessionState } from '../../lesson/state.ts';
import { STATE_WORDS } from '../../lesson/state-words.ts';
import { answerWords, exhibitSentences, requestSentence } from '../../presenters/exhibit-sentences.ts';
import { ABSENT_PART, needsAbsentPart } from '../../view/absent-part.ts';
import { exhibitsOfStep } from '../../view/exhibits.ts';
import { keyFor } from '../../view/key-words.ts';
import { shownParts } from '../../view/shown-parts.ts';
import { type About, stateOf, tellsKeyIdea, textOf, type View } from '../../view/view.ts';
import { wordsHere } from '../../view/words-here.ts';

/** What is said line by line, to somebody who may only hear it: sentences, states in words, no boxes and no columns. */

/** The step that is shown: where one is, its text, its question and its commands. */
export function sayStep(view: View): string[] {
  const { guided, session } = view;
  const text = textOf(view, guided.step);
  const state = stateOf(view, guided.step);
  const done = state?.status === 'done';
  // So would what a command shows.
  const tellsAll = tellsKeyIdea(view, text);
  const chapter = chapterOf(session, text.id);
  const number = (chapter?.steps.indexOf(text.id) ?? 0) + 1;
  return [
    '',
    ...sayChapter(session, text.id),
    `Step ${number} of ${chapter?.steps.length}: ${text.id} ${text.title}. State: ${STATE_WORDS[state?.status ?? 'waiting']}.`,
    ...(tellsAll ? [`Key idea: ${text.keyIdea}`] : []),
    ...sayUnmet(view),
    ...text.explanation,
    ...(done ? (text.afterwards ?? []) : []),
    ...(text.commands.length > 0 ? ['By hand, in another terminal:'] : []),
    ...(text.commands.length === 0 && text.notByHand ? [`By hand: ${text.notByHand}`] : []),
    ...(needsAbsentPart(view, text.commands) ? [ABSENT_PART] : []),
    ...text.commands.flatMap((command, index) => [
      `Command ${index + 1} of ${text.commands.length}${tellsAll ? `, which shows ${command.shows}` : ''}:`,
      command.text,
    ]),
  ];
}

/** The chapter that begins with this step, where there are several. */
function sayChapter(session: SessionState, step: string): string[] {
  const title = chapterHead(session, step);
  return title === undefined ? [] : [`Chapter: ${title}.`];
}

/** What the step stands on and is not there. */
function sayUnmet(view: View): string[] {
  const { step } = view.guided;
  const unmet = unmetBy(view.lesson, view.session, step);
  if (unmet.length === 0) return [];
  return [(stateOf(view, step)?.status === 'done' ? lostWords : needsWords)(view.lesson, view.session, step, unmet)];
}

/** The newest hint of the step. */
export function sayHint(view: View): string[] {
  const { hints, id } = textOf(view, view.guided.step);
  const rungs = view.guided.hints[id] ?? 0;
  return [`Hint ${rungs} of ${hints.length}: ${hints[rungs - 1]}`];
}

/** What is said of an exhibit when its step has ended. What was heard as it happened, or has a letter of its own, is not said again. */
const AT_THE_END: ByShape<[now: number], string[]> = {
  call: ({ result, earlier }) => [
    ...(result === undefined ? [] : [`What came back: ${result}`]),
    ...(earlier ? [earlier] : []),
  ],
  token: () => [],
  columns: exhibitSentences,
  table: exhibitSentences,
  findings: exhibitSentences,
  // Its headers and bodies are said when they are asked for.
  exchange: (exhibit, now) => (exhibit.hop ? hopInShort(exhibit.title, exhibit.hop) : exhibitSentences(exhibit, now)),
};

function hopInShort(title: string, hop: Hop): string[] {
  const answered = hop.answer ? `${hop.to} answers: ${answerWords(hop.answer)}` : 'It has not answered yet.';
  return [`${title}. ${requestSentence(hop)}`, answered];
}

/** How the step ended, and what it left behind; `now` is in milliseconds since the epoch. */
export function sayOutcome(view: View, now: number): string[] {
  const { guided, about } = view;
  const text = textOf(view, guided.step);
  const state = stateOf(view, guided.step);
  if (!state) return [];
  const { failure } = state;
  const failed = state.status === 'failed' || state.status === 'cancelled';
  return [
    `Step ${state.id} is ${STATE_WORDS[state.status]}${state.status === 'done' ? `, in ${durationWords(state.tookMs)}` : ''}.`,
    ...(failed && failure ? [`What happened: ${failure.message}`] : []),
    ...(failed && failure?.why ? [`Why: ${failure.why}`] : []),
    ...(failed && failure?.next ? [`What next: ${failure.next}`] : []),
    ...(failed ? [`The log is in ${about.log}`] : []),
    ...(state.status === 'done' ? sayReveal(view) : []),
    ...(state.status === 'done' ? [`Key idea: ${text.keyIdea}`, ...(text.afterwards ?? [])] : []),
    ...exhibitsOfStep(view, state.id).flatMap((exhibit) => byShape(AT_THE_END, exhibit, now)),
  ];
}

function sayReveal(view: View): string[] {
  const { id, prediction } = textOf(view, view.guided.step);
  if (!prediction) return [];
  return [prediction.question, verdictWords(prediction, stateOf(view, id)?.predicted), prediction.because];
}

/** One thing that happened in the lab; nothing where it need not be said. */
export function sayEvent(event: SessionEvent, { chapters }: Pick<SessionState, 'chapters'>): string | undefined {
  switch (event.type) {
    case 'step-started':
      return `Step ${event.step} begins.`;
    case 'progress':
      return `${event.text}${event.fraction === undefined ? '' : `, ${Math.round(event.fraction * 100)} percent`}`;
    case 'verifying':
      return 'Looking at what is there.';
    case 'check':
      return `Check ${event.check.passed ? 'passed' : 'failed'}. ${checkWords(event.check)}`;
    case 'part':
      return `The ${event.state.part} part is ${event.state.status}${event.state.url ? ` at ${event.state.url}` : ''}.`;
    case 'hop':
      // What is no part of a call's way, a login say, each check may make some of.
      if (event.hop.aside) return undefined;
      if (!chapters.some(({ way }) => way.includes(event.hop.to))) return undefined;
      return event.hop.answer
        ? `${event.hop.to} answers ${event.hop.from}: ${answerWords(event.hop.answer)}`
        : requestSentence(event.hop);
    default:
      return undefined;
  }
}

/** What can be looked at from the step that is shown; `origin` says whose it is. */
export function sayExhibits(exhibits: readonly Exhibit[], now: number, origin?: string): string[] {
  if (exhibits.length === 0) return ['There is nothing of it yet.'];
  return [...(origin === undefined ? [] : [origin]), ...exhibits.flatMap((exhibit) => exhibitSentences(exhibit, now))];
}

/** Each part, with the end of its log. */
export function sayParts(view: View): string[] {
  const { session } = view;
  return shownParts(view).flatMap(({ part, status, url, version, place }) => {
    const facts = [url, version, place].filter(Boolean).join(', ');
    return [
      `The ${part} part is ${status}${facts ? `: ${facts}` : ''}.`,
      ...(session.logs[part] ?? []).slice(-10).map(({ text }) => `${part} logged: ${text}`),
    ];
  });
}

/** The steps, each with where it stands. */
export function saySteps(view: View): string[] {
  return view.lesson.flatMap(({ id, title }, index) => {
    const status = stateOf(view, id)?.status ?? 'waiting';
    const earlier = status === 'waiting' && view.guided.earlier.includes(id);
    return [
      ...sayChapter(view.session, id),
      `${index + 1}. Step ${id}, ${title}: ${STATE_WORDS[earlier ? 'earlier' : status]}`,
    ];
  });
}

/** The words of the chapter, those of the step first. */
export function sayGlossary(view: View): string[] {
  const { here, others } = wordsHere(textOf(view, view.guided.step));
  return [...here, ...others].map(([word, means]) => `${word}: ${means}`);
}

const OFFERED: Readonly<Record<About['password'], string>> = {
  given: 'The password offered is the one in USER_PASSWORD.',
  known: 'The password is the one that your realm knows. Nothing is shown while you type it.',
  made: 'Without a password of your own, one is made at random and shown nowhere. Nothing is shown while you type it.',
  'made or known':
    'Without a password of your own, a user who is not there yet gets one that is made at random and shown nowhere; for one who is there, yours is needed. Nothing is shown while you type it.',
};

/** What this is, and who is to log in. */
export function sayWelcome({ version, course, password, asksFor, instead }: About): string[] {
  return [
    `tutorial-tui ${version}. ${course.title}, line by line.`,
    course.about,
    course.takes,
    ...(asksFor.length > 0 ? [`A user has to log in. ${keyFor('submit', true)} accepts what is offered.`] : []),
    `${keyFor('interrupt')} cancels a step; twice in a row, it ends the program.`,
    instead ?? OFFERED[password],
  ];
}

/** What was proved, in sentences. */
export function sayReceipt(state: SessionState, file: string): string[] {
  const done = state.steps.filter(({ status }) => status === 'done').length;
  return [
    `${done} of ${state.steps.length} steps proved, with tutorial-tui ${state.about?.version} on Node.js ${state.about?.node}.`,
    ...state.steps.map(
      ({ id, title, status, proved }) =>
        `Step ${id}, ${title}: ${STATE_WORDS[status]}${status === 'done' ? `. ${proved.replaceAll(' · ', ', ')}` : ''}.`,
    ),
    ...Object.values(state.parts).flatMap((part) =>
      part.version ? [`The ${part.part} part was ${part.version}.`] : [],
    ),
    `The receipt, with the claims of each hop: ${file}`,
  ];
}
