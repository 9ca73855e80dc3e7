import type { Hop } from '../evidence/hop.ts';
import type { IssuedToken } from '../evidence/issued-token.ts';
import type { LogLine } from '../evidence/log-line.ts';
import type { PartState } from '../evidence/part-state.ts';
import { boundedHops, boundedLines, boundedTokens } from './bounds.ts';
import type { CheckResult, SessionEvent } from './events.ts';
import { callIdOf, hopsOfCall } from './joined-hops.ts';
import { hopsAfter, type KnownHop } from './known-hops.ts';
import { type PartChange, type RetriedParts, withChange, withRetry } from './part-changes.ts';
import { type AboutRun, aboutRun, type ChapterState, type RunVerdict, runVerdict } from './run-words.ts';
import { type Submission, withCallOfNewest, withSubmission } from './submissions.ts';

/** Where a step stands in this session. */
export type StepStatus = 'waiting' | 'running' | 'verifying' | 'done' | 'failed' | 'skipped' | 'cancelled';

/** What the learner said would happen: which of the choices, from 0, in which words, and whether it is so. */
export type Predicted = Pick<Extract<SessionEvent, { type: 'prediction' }>, 'choice' | 'text' | 'right'>;

/** A request that a step made, its answer, and what the token says that this brought. */
export type OwnExchange = Pick<Extract<SessionEvent, { type: 'exchange' }>, 'exchange' | 'token'>;

/** A step in this session. */
export interface StepState {
  readonly id: string;
  readonly title: string;
  readonly status: StepStatus;
  /** True while or after it was run only because a chosen step stands on it. */
  readonly setUpOnly: boolean;
  readonly progress: string;
  /** How much of the long work is done, 0 to 1, where that is known. */
  readonly fraction: number | undefined;
  readonly checks: readonly CheckResult[];
  readonly proved: string;
  readonly tookMs: number;
  readonly failure: Extract<SessionEvent, { type: 'step-ended' }>['failure'];
  /** When it last began to act, or was reset, and when it last ended, in milliseconds since the epoch. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The trace of the call that it made or looked at this time, and of the one before. */
  readonly call: string | undefined;
  readonly earlierCall: string | undefined;
  /** Where it makes several this time, the trace of each by its name. */
  readonly calls: Readonly<Record<string, string>>;
  readonly findings: Extract<SessionEvent, { type: 'findings' }>['findings'];
  readonly conditions: Extract<SessionEvent, { type: 'conditions' }>['conditions'];
  /** What it asked on its own account this time, by name. */
  readonly exchanges: Readonly<Record<string, OwnExchange>>;
  /** What was said before it was seen, and what was said when that was asked again. */
  readonly predicted: Predicted | undefined;
  readonly predictedAgain: Predicted | undefined;
  /** What its form was filled in with, oldest first. */
  readonly submissions: readonly Submission[];
}

/** All that a presenter may show. */
export interface SessionState {
  /** Undefined before the session has started. */
  readonly about: AboutRun | undefined;
  /** Undefined before it has ended. */
  readonly verdict: RunVerdict | undefined;
  readonly chapters: readonly ChapterState[];
  /** The steps of all chapters, in their order. */
  readonly steps: readonly StepState[];
  /** By name, in the order in which they are shown. */
  readonly parts: Readonly<Record<string, PartState>>;
  /** How they came and went, oldest first. */
  readonly changes: readonly PartChange[];
  /** Those that were started again, by name. */
  readonly retried: RetriedParts;
  readonly logs: Readonly<Record<string, readonly LogLine[]>>;
  /** Oldest first; one entry a hop, with its answer once there is one. */
  readonly hops: readonly KnownHop[];
  /** The newest token of each name, in the order in which they were issued. */
  readonly tokens: Readonly<Record<string, IssuedToken>>;
}

/** Before a session has started, there is nothing. */
export const INITIAL_STATE: SessionState = {
  about: undefined,
  verdict: undefined,
  changes: [],
  retried: {},
  chapters: [],
  steps: [],
  parts: {},
  logs: {},
  hops: [],
  tokens: {},
};

/** Folds one event into the state. */
export function reduce(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'session-started':
      return started(state, event);
    case 'step-started':
      return changeStep(state, event.step, (step) => ({
        ...waiting(step.id, step.title),
        ...withoutCall(step),
        predicted: step.predicted,
        predictedAgain: step.predictedAgain,
        submissions: step.submissions,
        startedAt: event.at,
        status: 'running',
        setUpOnly: event.purpose === 'set-up',
      }));
    case 'prediction': {
      const { step: id, again, choice, text, right } = event;
      return changeStep(state, id, (step) => ({
        ...step,
        [again ? 'predictedAgain' : 'predicted']: { choice, text, right },
      }));
    }
    case 'submitted':
      return changeStep(state, event.step, (step) => ({
        ...step,
        submissions: withSubmission(step.submissions, event.values),
      }));
    case 'progress':
      return changeStep(state, event.step, (step) => ({ ...step, progress: event.text, fraction: event.fraction }));
    case 'verifying':
      return changeStep(state, event.step, (step) => ({
        ...step,
        // What was made just now is looked at; what was made the last time is not.
        ...(step.status !== 'running' && withoutCall(step)),
        status: 'verifying',
        checks: [],
        failure: undefined,
      }));
    case 'check':
      return changeStep(state, event.step, (step) => ({ ...step, checks: [...step.checks, event.check] }));
    case 'step-ended':
      return changeStep(state, event.step, (step) => ({
        ...step,
        status: event.status,
        proved: event.proved,
        tookMs: event.tookMs,
        endedAt: event.at,
        failure: event.failure,
        progress: '',
        fraction: undefined,
      }));
    case 'step-reset':
      // What happened before proves nothing of it any more.
      return changeStep(state, event.step, ({ id, title }) => ({ ...waiting(id, title), startedAt: event.at }));
    case 'findings':
      return changeStep(state, event.step, (step) => ({ ...step, findings: event.findings }));
    case 'conditions':
      return changeStep(state, event.step, (step) => ({ ...step, conditions: event.conditions }));
    case 'exchange': {
      const own = { [event.name]: { exchange: event.exchange, token: event.token } };
      return changeStep(state, event.step, (step) => ({ ...step, exchanges: { ...step.exchanges, ...own } }));
    }
    case 'part':
      return {
        ...state,
        parts: { ...state.parts, [event.state.part]: event.state },
        hops: hopsAfter(state.hops, event.state, event.at),
        changes: withChange(state.changes, event),
      };
    case 'part-retried':
      return { ...state, retried: withRetry(state.retried, event) };
    case 'log': {
      const { part } = event.line;
      const lines = [...(state.logs[part] ?? []), event.line];
      return { ...state, logs: { ...state.logs, [part]: boundedLines(lines, () => callsOf(state)) } };
    }
    case 'hop':
      return { ...state, hops: withHop(state, event.hop) };
    case 'call': {
      const { name, traceId } = event;
      return changeStep(state, event.step, (step) => ({
        ...step,
        call: traceId,
        ...(name !== undefined && { calls: { ...step.calls, [name]: traceId } }),
        // One that was made by hand is of no form.
        ...(step.status === 'running' && { submissions: withCallOfNewest(step.submissions, traceId) }),
      }));
    }
    case 'token':
      return { ...state, tokens: boundedTokens(state.tokens, event.name, { print: event.print, token: event.token }) };
    case 'session-ended':
      return { ...state, verdict: runVerdict(event) };
  }
}

function started(state: SessionState, event: Extract<SessionEvent, { type: 'session-started' }>): SessionState {
  const { chapters, parts } = event;
  return {
    ...state,
    about: aboutRun(event),
    chapters: chapters.map(({ steps, ...chapter }) => ({ ...chapter, steps: steps.map(({ id }) => id) })),
    steps: chapters.flatMap(({ steps }) => steps.map(({ id, title }) => waiting(id, title))),
    parts: Object.fromEntries(parts.map((part) => [part, { part, status: 'off' }])),
    logs: Object.fromEntries(parts.map((part) => [part, []])),
  };
}

function waiting(id: string, title: string): StepState {
  return {
    id,
    title,
    status: 'waiting',
    setUpOnly: false,
    progress: '',
    fraction: undefined,
    checks: [],
    proved: '',
    tookMs: 0,
    failure: undefined,
    startedAt: undefined,
    endedAt: undefined,
    call: undefined,
    earlierCall: undefined,
    calls: {},
    findings: [],
    conditions: [],
    exchanges: {},
    predicted: undefined,
    predictedAgain: undefined,
    submissions: [],
  };
}

/** At its next try, the call of a step is one from before. */
function withoutCall({ call, earlierCall }: StepState): Pick<StepState, 'call' | 'earlierCall'> {
  return { call: undefined, earlierCall: call ?? earlierCall };
}

function changeStep(state: SessionState, id: string, change: (step: StepState) => StepState): SessionState {
  return { ...state, steps: state.steps.map((step) => (step.id === id ? change(step) : step)) };
}

function withHop(state: SessionState, hop: Hop): readonly KnownHop[] {
  const { hops } = state;
  const known = hops.findIndex(({ id }) => id === hop.id);
  return known === -1 ? boundedHops([...hops, hop], () => callsOf(state)) : hops.with(known, hop);
}

/** Ids and traces of all that belongs to the calls of the steps: whatever else comes, it is kept. */
function callsOf({ chapters, steps, hops }: SessionState): ReadonlySet<string> {
  const calls = steps.flatMap(({ id, call, earlierCall, submissions }) => {
    const way = chapters.find((chapter) => chapter.steps.includes(id))?.way ?? [];
    const known = [call, earlierCall, ...submissions.map((each) => each.call)];
    return known.filter((callId) => callId !== undefined).map((callId) => ({ callId, way }));
  });
  return new Set(calls.flatMap(({ callId, way }) => [callId, ...hopsOfCall(hops, callId, way).map(callIdOf)]));
}
