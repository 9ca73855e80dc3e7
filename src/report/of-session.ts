import { type ShownChapter, stepsOf } from '../lesson/chapter.ts';
import { leftAt } from '../lesson/left-at.ts';
import { partsInUse } from '../lesson/parts-in-use.ts';
import { type PlannedStep, planSteps } from '../lesson/plan.ts';
import { answeredPredictions } from '../lesson/predictions.ts';
import type { Predicted, SessionState, StepState } from '../lesson/state.ts';
import type { Prediction } from '../lesson/step.ts';
import {
  REPORT_SCHEMA,
  type Report,
  type ReportedPrediction,
  type ReportedToken,
  type RunStanding,
  type SaidInReport,
  type Tone,
} from './report.ts';
import { sessionEntry } from './session-entry.ts';

/** What is known of a run beside the state that its events led to. */
export interface KnownOfRun {
  /** Whether its process still runs; it does not where it is left out. */
  readonly goesOn?: boolean;
  /** What has to be known of the record, a sentence each. */
  readonly notes?: readonly string[];
}

/** Tokens that are told of: more than any run has by name. */
const MOST_TOKENS = 24;

/** The report of a lesson, of the state that its events led to. Of a course that this program does not have, nothing is exhibited. */
export function reportOfSession(
  state: SessionState,
  course: readonly ShownChapter[],
  { goesOn = false, notes = [] }: KnownOfRun = {},
): Report {
  const { about, verdict } = state;
  const standing: RunStanding = verdict ? 'ended' : goesOn ? 'goes-on' : 'broken-off';
  const at = about?.at ?? 0;
  const texts = stepsOf(course);
  const purposeOf = purposes(state, course);
  const told = toldChapters(state);
  const toldSteps = told.flatMap(({ steps }) => steps);
  const asked = about?.chosen ? told.filter(({ steps }) => steps.some((id) => purposeOf(id) === 'prove')) : told;
  const [only, ...others] = asked;
  return {
    schema: REPORT_SCHEMA,
    of: 'lesson',
    title: only && others.length === 0 ? `${only.title}: what was proved` : 'What was proved',
    headline: headlineOf(state, standing),
    tone: toneOf(state, standing),
    standing,
    ...(verdict && { outcome: verdict.outcome, exitCode: verdict.exitCode }),
    ...(verdict?.failure && { failure: verdict.failure }),
    notes: [...notes, ...retryNotes(state)],
    program: {
      version: about?.version ?? '',
      ...(about?.node !== undefined && { node: about.node }),
      ...(about?.platform !== undefined && { platform: about.platform }),
    },
    at,
    tookMs: verdict?.tookMs ?? Math.max(0, lastSeen(state) - at),
    groups: told.map(({ id, title, steps }) => ({
      id,
      title,
      entries: state.steps
        .filter((step) => steps.includes(step.id))
        .map((step) =>
          sessionEntry(step, {
            state,
            standing,
            purpose: purposeOf(step.id),
            text: texts.find((each) => each.id === step.id),
          }),
        ),
    })),
    parts: partsInUse(
      state,
      texts.filter(({ id }) => toldSteps.includes(id)),
    ).map((part) => ({
      ...part,
      history: state.changes.filter((change) => change.part === part.part).map(({ status, at }) => ({ status, at })),
    })),
    tokens: tokensOf(state),
    predictions: predictionsOf(state, course),
  };
}

/** The chapters of which a step was asked for or begun; all where none was. */
function toldChapters({ about, chapters, steps }: SessionState): SessionState['chapters'] {
  const isTold = ({ id, status }: StepState) => status !== 'waiting' || about?.chosen?.includes(id);
  const told = chapters.filter((chapter) => steps.some((step) => chapter.steps.includes(step.id) && isTold(step)));
  return told.length > 0 ? told : chapters;
}

/** What a step was to be run for; undefined where it was not to be run. A record without a choice asks for all. */
function purposes(
  { about }: SessionState,
  course: readonly ShownChapter[],
): (id: string) => PlannedStep['purpose'] | undefined {
  const chosen = about?.chosen;
  if (!chosen) return () => 'prove';
  const plan = planSteps(stepsOf(course), { only: chosen });
  return (id) => (chosen.includes(id) ? 'prove' : plan.find((planned) => planned.id === id)?.purpose);
}

/** A walkthrough that its user left is nothing bad, and does not prove all that there is. */
function toneOf(state: SessionState, standing: RunStanding): Tone {
  if (standing !== 'ended') return standing === 'goes-on' ? 'open' : 'bad';
  if (state.verdict?.outcome !== 'proved') return 'bad';
  return leftAt(state) ? 'open' : 'good';
}

function headlineOf(state: SessionState, standing: RunStanding): string {
  const { verdict, steps } = state;
  const done = steps.filter(({ status, setUpOnly }) => status === 'done' && !setUpOnly).length;
  const at = steps.find(({ status }) => status === 'running' || status === 'verifying');
  const proved = `${verdict?.proved ?? done} of ${verdict?.of ?? state.about?.chosen?.length ?? steps.length} steps proved`;
  if (standing === 'goes-on') return `${proved} so far${at ? `; ${at.id} is running` : ''}`;
  if (standing === 'broken-off') return `Broken off${at ? ` in ${at.id}` : ''}: ${proved}`;
  const left = leftAt(state);
  if (left) return `${proved}; left at ${left.id}${left.status === 'failed' ? ', which failed' : ''}`;
  const stopped = steps.find(({ status }) => status === 'failed' || status === 'cancelled');
  if (!stopped || verdict?.outcome === 'proved') return proved;
  const said = `${proved}; ${stopped.id} ${stopped.status}`;
  // What a check saw is told with the step; that a part is not there concerns all that comes after it.
  const { kind, message = '' } = verdict?.failure ?? {};
  return kind === 'part-unreachable' ? `${said}: ${message.replace(/\.$/, '')}` : said;
}

/** Which parts did not start at once: a run that was proved by its retries is not like any other. */
function retryNotes({ retried }: SessionState): readonly string[] {
  return Object.values(retried).map(
    ({ times, failure }) => `${failure.message} It was started again ${times === 1 ? 'once' : `${times} times`}.`,
  );
}

/** Milliseconds since the epoch. */
function lastSeen({ about, steps, changes, hops, logs }: SessionState): number {
  return Math.max(
    about?.at ?? 0,
    ...steps.flatMap(({ startedAt, endedAt }) => [startedAt ?? 0, endedAt ?? 0]),
    ...changes.map(({ at }) => at),
    ...hops.map(({ at, answer }) => at + (answer?.tookMs ?? 0)),
    ...Object.values(logs).map((lines) => lines.at(-1)?.at ?? 0),
  );
}

/** Those that were issued to us, by their names, and those that hops carried or brought, by where that was first seen. */
function tokensOf({ tokens, hops }: SessionState): readonly ReportedToken[] {
  const named = Object.entries(tokens).map(([name, issued]): ReportedToken => ({ name, ...issued }));
  const seen = hops.flatMap(({ from, to, credential, answer }) => [
    ...(credential.token
      ? [{ name: `seen from ${from} to ${to}`, print: credential.print, token: credential.token }]
      : []),
    ...(answer?.issued?.token
      ? [{ name: `issued by ${to} to ${from}`, print: answer.issued.print, token: answer.issued.token }]
      : []),
  ]);
  const byPrint = new Map<string, ReportedToken>();
  for (const each of [...named, ...seen]) if (!byPrint.has(each.print)) byPrint.set(each.print, each);
  return [...byPrint.values()].slice(0, MOST_TOKENS);
}

function saidWords({ choices }: Prediction, { choice, right }: Predicted): SaidInReport {
  return { text: choices[choice] ?? '', right };
}

/** All that could be predicted of what was done; nothing where nothing was said. */
function predictionsOf(state: SessionState, course: readonly ShownChapter[]): readonly ReportedPrediction[] {
  const answered = answeredPredictions(course, state);
  if (!answered.some(({ said }) => said)) return [];
  return answered.map(({ step, prediction, said, saidAgain }) => ({
    step,
    question: prediction.question,
    ...(said && { said: saidWords(prediction, said) }),
    ...(saidAgain && { saidAgain: saidWords(prediction, saidAgain) }),
    wasSo: prediction.choices[prediction.answer] ?? '',
  }));
}
