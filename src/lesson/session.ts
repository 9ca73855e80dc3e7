import { explain } from '../diagnosis/explain.ts';
import { asFailure, asTutorialError, type FailureKind, TutorialError } from '../errors.ts';
import type { Failure } from '../evidence/failure.ts';
import { redact } from '../evidence/redact.ts';
import { unseenParties } from './call.ts';
import { type Chapter, stepsOf } from './chapter.ts';
import { checksWords } from './check-words.ts';
import { endedPart } from './ended-part.ts';
import { type CheckResult, EVENTS_SCHEMA, type Happening, type SessionEvent } from './events.ts';
import { type FormValues, problemOf, takenValues } from './form.ts';
import type { AboutRun } from './run-words.ts';
import { INITIAL_STATE, reduce, type SessionState } from './state.ts';
import type { Step, StepContext } from './step.ts';

/** What comes of it that a part has ended. */
const LED_TO: readonly FailureKind[] = ['check-failed', 'part-unreachable'];

/** What a session is over, and who hears of it. */
export interface SessionOptions<Lab> {
  chapters: readonly Chapter<Lab>[];
  lab: Lab;
  /** Every event, in order, after the state has taken it in. */
  onEvent: (event: SessionEvent, state: SessionState) => void;
  now?: () => number;
  /** Whether somebody reads along; nobody where it is left out. */
  watched?: boolean;
  /** Asked where a step failed: what came about in the lab that tells more than what it led to; nothing where it is left out. */
  cause?: (signal: AbortSignal) => Promise<TutorialError | undefined>;
}

/** One learner's run of a course. It knows neither who drives it nor who watches. */
export class Session<Lab> {
  readonly #chapters: readonly Chapter<Lab>[];
  readonly #lab: Lab;
  readonly #onEvent: SessionOptions<Lab>['onEvent'];
  readonly #now: () => number;
  readonly #watched: boolean;
  readonly #cause: SessionOptions<Lab>['cause'];
  #state = INITIAL_STATE;

  constructor({ chapters, lab, onEvent, now = Date.now, watched = false, cause }: SessionOptions<Lab>) {
    this.#chapters = chapters;
    this.#lab = lab;
    this.#onEvent = onEvent;
    this.#now = now;
    this.#watched = watched;
    this.#cause = cause;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Says which course this is, and in which program; `parts` are those of the lab, in the order in which they are shown. */
  start({ parts, ...about }: Omit<AboutRun, 'at'> & { readonly parts: readonly string[] }): void {
    this.tell({
      type: 'session-started',
      schema: EVENTS_SCHEMA,
      ...about,
      chapters: this.#chapters.map(({ id, title, way, steps }) => ({
        id,
        title,
        way: [...way],
        steps: steps.map((step) => ({ id: step.id, title: step.title })),
      })),
      parts: [...parts],
    });
  }

  /** Takes in what happened, here or in the lab. */
  tell(happening: Happening): void {
    const event = { ...happening, at: this.#now() } as SessionEvent;
    this.#state = reduce(this.#state, event);
    this.#onEvent(event, this.#state);
  }

  /**
   * Acts, then looks; a step that has nothing to do in this lab is skipped. What it asks for is `entered`; what of it is not, stands there from the
   * start. Never throws: a failure is the step's end, and is returned.
   */
  async run(
    id: string,
    signal: AbortSignal,
    purpose: 'prove' | 'set-up' = 'prove',
    entered?: FormValues,
  ): Promise<TutorialError | undefined> {
    const step = this.step(id);
    const why = await this.#whyLeftOut(step, signal);
    if (why !== undefined) {
      this.skip(id, why);
      return undefined;
    }
    this.tell({ type: 'step-started', step: id, purpose });
    return this.#toItsEnd(id, signal, async (context) => {
      const made = await step.run(context, this.#submit(step, entered));
      return this.#look(step, context, made);
    });
  }

  /** Begins what the steps of these ids need not wait for, now that `done` is. Whatever is amiss with it is said by the step that it concerns. */
  beginAhead(ids: readonly string[], done: string, signal: AbortSignal): void {
    for (const step of ids.map((id) => this.step(id)).filter(({ ahead }) => ahead?.once === done)) {
      const begin = async () => {
        if ((await this.#whyLeftOut(step, signal)) === undefined) await step.ahead?.begin(this.#lab, signal);
      };
      begin().catch(() => {});
    }
  }

  /** Only looks: for someone who did the step by hand. */
  async verify(id: string, signal: AbortSignal): Promise<TutorialError | undefined> {
    return this.#toItsEnd(id, signal, (context) => this.#look(this.step(id), context));
  }

  /** Takes in what the learner thinks will happen, or thinks when they are asked again; nothing where the step does not offer it. */
  predict(id: string, choice: number, again = false): void {
    const prediction = this.step(id).prediction;
    const text = prediction?.choices[choice];
    if (text === undefined) return;
    const right = choice === prediction?.answer;
    this.tell({ type: 'prediction', step: id, choice, text, right, ...(again && { again }) });
  }

  /** Passes a step over; `why` where it is not the learner who wants that. */
  skip(id: string, why = ''): void {
    this.tell({ type: 'step-ended', step: id, status: 'skipped', proved: why, tookMs: 0 });
  }

  /** Makes a step as if it had not been done. What it did to the lab stays. */
  reset(id: string): void {
    this.tell({ type: 'step-reset', step: this.step(id).id });
  }

  step(id: string): Step<Lab> {
    const step = stepsOf(this.#chapters).find((candidate) => candidate.id === id);
    if (!step) throw new Error(`no step ${id}`);
    return step;
  }

  /** What a step's form holds when it acts, which is told. Throws a TutorialError of kind usage where it cannot be taken. */
  #submit({ id, form }: Step<Lab>, entered: FormValues | undefined): FormValues {
    if (!form) return {};
    const values = takenValues(form, entered);
    const problem = problemOf(form, values);
    if (problem) throw new TutorialError('usage', problem.why);
    const told = Object.entries(values).map(([field, text]) => [field, redact(text)]);
    this.tell({ type: 'submitted', step: id, values: Object.fromEntries(told) });
    return values;
  }

  /** What stands in the way of this look stands in the way of the step as well, which says so. */
  async #whyLeftOut(step: Step<Lab>, signal: AbortSignal): Promise<string | undefined> {
    try {
      return await step.leftOut?.(this.#lab, signal);
    } catch {
      return undefined;
    }
  }

  async #toItsEnd(
    id: string,
    signal: AbortSignal,
    act: (context: StepContext<Lab>) => Promise<readonly CheckResult[]>,
  ): Promise<TutorialError | undefined> {
    const startedAt = this.#now();
    const end = (status: 'done' | 'failed' | 'cancelled', proved: string, failure?: Failure) => {
      // A clock may be set back.
      const tookMs = Math.max(0, this.#now() - startedAt);
      const notSeen = this.#notSeen(id);
      const told = { ...(notSeen.length > 0 && { notSeen }), ...(failure && { failure }) };
      this.tell({ type: 'step-ended', step: id, status, proved, tookMs, ...told });
    };
    try {
      const checks = await act(this.#context(id, signal));
      const failed = checks.filter(({ passed }) => !passed);
      if (failed.length === 0) {
        end('done', checks.map(({ saw }) => saw).join(' · '));
        return undefined;
      }
      const failure = checkFailed(failed, this.step(id));
      const error = await this.#causeOf(id, failure, signal);
      end('failed', failure.message, asFailure(error));
      return error;
    } catch (thrown) {
      const said = explain(asTutorialError(signal.aborted ? signal.reason : thrown));
      const error = said.kind === 'interrupted' ? said : await this.#causeOf(id, said, signal);
      // A question that is cancelled ends its step without the signal.
      end(signal.aborted || error.kind === 'interrupted' ? 'cancelled' : 'failed', '', asFailure(error));
      return error;
    }
  }

  /** Of the call of a step, which its exhibit tells the way of. */
  #notSeen(id: string): string[] {
    const made = this.#state.steps.find((step) => step.id === id)?.call;
    const exhibits = made === undefined ? [] : (this.step(id).exhibits?.(this.#state) ?? []);
    return exhibits.flatMap((each) =>
      each.kind === 'call' && each.call.traceId === made ? unseenParties(each.call) : [],
    );
  }

  /** Never throws: where the cause cannot be found out, what it led to has to do. */
  async #causeOf(id: string, error: TutorialError, signal: AbortSignal): Promise<TutorialError> {
    if (signal.aborted) return error;
    const cause = await this.#cause?.(signal).catch(() => undefined);
    if (cause) return explain(cause);
    return LED_TO.includes(error.kind) ? (endedPart(stepsOf(this.#chapters), this.#state, id, error) ?? error) : error;
  }

  async #look(step: Step<Lab>, context: StepContext<Lab>, made?: unknown): Promise<readonly CheckResult[]> {
    this.tell({ type: 'verifying', step: step.id });
    const results: CheckResult[] = [];
    for (const check of step.checks) {
      context.signal.throwIfAborted();
      if (check.applies?.(context.lab) === false) continue;
      const verdict = await check.look(context, made);
      const result = { id: check.id, title: check.title, ...verdict };
      results.push(result);
      this.tell({ type: 'check', step: step.id, check: result });
    }
    return results;
  }

  #context(id: string, signal: AbortSignal): StepContext<Lab> {
    return {
      lab: this.#lab,
      signal,
      watched: this.#watched,
      since: beganAt(this.#state, id),
      state: () => this.#state,
      progress: (text, fraction) =>
        this.tell({ type: 'progress', step: id, text, ...(fraction !== undefined && { fraction }) }),
      tell: (event) => this.tell(event),
    };
  }
}

/** Which checks failed, and what to do about the first of them: what a check says of its own failure, or else the step's pointer. */
function checkFailed(
  failed: readonly CheckResult[],
  { hints, failsAs = 'check-failed' }: Pick<Step<never>, 'hints' | 'failsAs'>,
): TutorialError {
  return new TutorialError(failsAs, checksWords(failed), { next: failed[0]?.next ?? hints[1] });
}

/** When a step began, in milliseconds since the epoch: when it last began to act, or when the last of the other steps ended. */
function beganAt({ steps }: SessionState, id: string): number {
  return Math.max(0, ...steps.map((step) => (step.id === id ? step.startedAt : step.endedAt) ?? 0));
}
