import type { Hop } from '../../evidence/hop.ts';
import { type Call, newestCall } from '../../lesson/call.ts';
import { checkWords } from '../../lesson/check-words.ts';
import { CLAIMS } from '../../lesson/claims.ts';
import { claimText, comparison, SPOKEN_CLAIMS } from '../../lesson/comparison.ts';
import type { SessionEvent } from '../../lesson/events.ts';
import { GLOSSARY } from '../../lesson/glossary.ts';
import { needsWords, unmetBy } from '../../lesson/plan.ts';
import { chapterHead, chapterOf, newestToken, type SessionState } from '../../lesson/state.ts';
import { STATE_WORDS } from '../../lesson/state-words.ts';
import type { ReceiptFacts } from '../../presenters/receipt.ts';
import { ABSENT_PART, needsAbsentPart } from '../../view/by-hand.ts';
import { keyFor } from '../../view/key-words.ts';
import { type About, stateOf, textOf, type View } from '../../view/view.ts';
import { COURSE_IS, COURSE_TAKES, COURSE_TITLE } from '../../view/welcome-words.ts';

/** What is said line by line, to somebody who may only hear it: sentences, states in words, no boxes and no columns. */

/** The step that is shown: where one is, its text, its question and its commands. */
export function sayStep(view: View): string[] {
  const { guided, session } = view;
  const text = textOf(view, guided.step);
  const state = stateOf(view, guided.step);
  const done = state?.status === 'done';
  const chapter = chapterOf(session, text.id);
  const number = (chapter?.steps.indexOf(text.id) ?? 0) + 1;
  return [
    '',
    ...sayChapter(session, text.id),
    `Step ${number} of ${chapter?.steps.length}: ${text.id} ${text.title}. State: ${STATE_WORDS[state?.status ?? 'waiting']}.`,
    // Heard before the prediction, the key idea would give it away.
    ...(done || !text.prediction ? [`Key idea: ${text.keyIdea}`] : []),
    ...sayUnmet(view),
    ...text.explanation,
    ...(done ? (text.afterwards ?? []) : []),
    ...(text.commands.length > 0 ? ['By hand, in another terminal:'] : []),
    ...(needsAbsentPart(view, text.commands) ? [ABSENT_PART] : []),
    ...text.commands.flatMap((command, index) => [
      `Command ${index + 1} of ${text.commands.length}, which shows ${command.shows}:`,
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
  return unmet.length === 0 || stateOf(view, step)?.status === 'done' ? [] : [needsWords(view.lesson, step, unmet)];
}

/** The newest hint of the step. */
export function sayHint(view: View): string[] {
  const { hints, id } = textOf(view, view.guided.step);
  const rungs = view.guided.hints[id] ?? 0;
  return [`Hint ${rungs} of ${hints.length}: ${hints[rungs - 1]}`];
}

/** How the step ended, and what it left behind. */
export function sayOutcome(view: View): string[] {
  const { guided, session, about } = view;
  const text = textOf(view, guided.step);
  const state = stateOf(view, guided.step);
  if (!state) return [];
  const { failure } = state;
  const failed = state.status === 'failed' || state.status === 'cancelled';
  return [
    `Step ${state.id} is ${STATE_WORDS[state.status]}${state.status === 'done' ? `, in ${Math.round(state.tookMs)} milliseconds` : ''}.`,
    ...(failed && failure ? [`What happened: ${failure.message}`] : []),
    ...(failed && failure?.why ? [`Why: ${failure.why}`] : []),
    ...(failed && failure?.next ? [`What next: ${failure.next}`] : []),
    ...(failed ? [`The log is in ${about.log}`] : []),
    ...(state.status === 'done' ? sayReveal(view) : []),
    ...(state.status === 'done' ? [`Key idea: ${text.keyIdea}`, ...(text.afterwards ?? [])] : []),
    ...(text.evidence === 'comparison' && comparison(session) ? sayComparison(view) : []),
  ];
}

function sayReveal({ guided, ...view }: View): string[] {
  const { id, prediction } = textOf(view, guided.step);
  if (!prediction) return [];
  const chosen = guided.predicted[id];
  const verdict =
    chosen === undefined ? '' : chosen === prediction.answer ? 'You were right. ' : `You said ${chosen + 1}. `;
  return [
    prediction.question,
    `${verdict}It is ${prediction.answer + 1}: ${prediction.choices[prediction.answer]}.`,
    prediction.because,
  ];
}

/** One thing that happened in the lab; nothing where it need not be said. */
export function sayEvent(event: SessionEvent): string | undefined {
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
      // Logins are no part of the call's way, and each check makes some.
      if (event.hop.to === 'identity') return undefined;
      return event.hop.answer
        ? `${event.hop.to} answers ${event.hop.from}: ${answerWords(event.hop.answer)}`
        : sayRequest(event.hop);
    default:
      return undefined;
  }
}

/** The status, and the reason, which is the tool’s to give. */
function answerWords({ status, text }: NonNullable<Hop['answer']>): string {
  return [status, text].filter(Boolean).join(', ');
}

function sayRequest({ from, to, request, carrier, credential }: Hop): string {
  return `${from === 'you' ? 'You ask' : `${from} asks`} ${to}: ${request}, with ${credential.text || 'no credential'} in ${carrier}`;
}

/** The newest call, hop by hop. */
export function sayHops({ session }: View): string[] {
  const call: Call | undefined = newestCall(session);
  if (!call) return ['No call was made yet.'];
  return call.hops.flatMap((hop) => [
    sayRequest(hop),
    ...sayClaims(hop),
    ...(hop.answer
      ? [`${hop.to} answers: ${answerWords(hop.answer)}. That is ${hop.answer.ok ? 'a yes' : 'a no'}.`]
      : ['It has not answered yet.']),
    ...Object.entries(hop.exchange.request.headers).map(([name, value]) => `Request header ${name}: ${value}`),
    ...(hop.exchange.response?.body ? [`Body of the answer: ${hop.exchange.response.body}`] : []),
  ]);
}

function sayClaims({ credential: { token } }: Hop): string[] {
  if (!token) return [];
  const claims = SPOKEN_CLAIMS.filter((name) => name in token.claims);
  return [`The token says: ${claims.map((name) => `${name} ${claimText(name, token.claims[name])}`).join(', ')}`];
}

/** The newest access token, decoded. */
export function sayToken({ session }: View, now: number): string[] {
  const issued = newestToken(session);
  if (!issued) return ['No token was issued yet.'];
  const { header, claims } = issued.token;
  return [
    'The access token, decoded. Its signature is not shown.',
    ...Object.entries(header).map(([name, value]) => `Header ${name}: ${String(value)}`),
    ...Object.entries(claims).map(([name, value]) => {
      const words = CLAIMS.find((claim) => claim.name === name);
      const said =
        name === 'exp' && typeof value === 'number'
          ? sayExpiry(value - now / 1000)
          : [value].flat().map(String).join(', ');
      return `${words?.decides ? 'Deciding claim' : 'Claim'} ${name}: ${said}${words ? `. It says ${words.means}` : ''}.`;
    }),
  ];
}

function sayExpiry(seconds: number): string {
  return seconds > 0
    ? `in ${Math.floor(seconds / 60)} minutes and ${Math.floor(seconds % 60)} seconds`
    : 'it has expired';
}

/** The two calls, one after the other. */
export function sayComparison({ session }: View): string[] {
  const rows = comparison(session) ?? [];
  return [
    'The unauthorized call.',
    ...rows.flatMap(({ label, unauthorized }) => unauthorized.map((text) => `${label}: ${text}`)),
    'The authorized call.',
    ...rows.flatMap(({ label, authorized }) => authorized.map((text) => `${label}: ${text}`)),
  ];
}

/** Each part, with the end of its log. */
export function sayParts({ session }: View): string[] {
  return Object.values(session.parts).flatMap(({ part, status, url, version, place }) => {
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

/** The words of the lesson. */
export function sayGlossary(): string[] {
  return GLOSSARY.map(([word, means]) => `${word}: ${means}`);
}

const OFFERED: Readonly<Record<About['password'], string>> = {
  given: 'The password offered is the one in USER_PASSWORD.',
  known: 'The password is the one that your realm knows. Nothing is shown while you type it.',
  made: 'Without a password of your own, one is made at random and shown nowhere. Nothing is shown while you type it.',
  'made or known':
    'Without a password of your own, a user who is not there yet gets one that is made at random and shown nowhere; for one who is there, yours is needed. Nothing is shown while you type it.',
};

/** What this is, and who is to log in. */
export function sayWelcome({ version, password }: About): string[] {
  return [
    `tutorial-tui ${version}. ${COURSE_TITLE}, line by line.`,
    COURSE_IS,
    COURSE_TAKES,
    `A user has to log in. ${keyFor('submit', true)} accepts what is offered. ${keyFor('interrupt')} cancels a step; twice in a row, it ends the program.`,
    OFFERED[password],
  ];
}

/** What was proved, in sentences. */
export function sayReceipt(state: SessionState, { version, node }: ReceiptFacts, file: string): string[] {
  const done = state.steps.filter(({ status }) => status === 'done').length;
  return [
    `${done} of ${state.steps.length} steps proved, with tutorial-tui ${version} on Node.js ${node}.`,
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
