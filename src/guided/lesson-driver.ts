import { asTutorialError, TutorialError } from '../errors.ts';
import type { SessionEvent } from '../lesson/events.ts';
import type { FormValues } from '../lesson/form.ts';
import { unmetBy } from '../lesson/plan.ts';
import { toAskAgain, verdictWords } from '../lesson/predictions.ts';
import { type Progress, progressAfter, progressPredicted, progressWithout } from '../lesson/progress.ts';
import type { Typed } from '../run/open-lesson.ts';
import type { Work } from '../view/guided-state.ts';
import { keyFor } from '../view/key-words.ts';
import type { Pane } from '../view/open-pane.ts';
import { textOf, type View } from '../view/view.ts';
import type { DrivenLesson, GuideOptions } from './guide-options.ts';
import { goOn, onceMore, resetQuestion } from './questions.ts';
import { takeUpAgain } from './resume.ts';
import type { Stage } from './stage.ts';

type Options = Pick<GuideOptions, 'open' | 'save' | 'from' | 'progress'>;

/** Opens the lesson and drives its session: one work at a time, which keeps the keyboard until it ends. Keeps how far the learner got. */
export class LessonDriver {
  readonly #stage: Stage;
  readonly #options: Options;
  #progress: Progress;
  #lesson: DrivenLesson | undefined;
  #work: AbortController | undefined;

  constructor(stage: Stage, options: Options) {
    this.#stage = stage;
    this.#options = options;
    this.#progress = options.progress;
    stage.left.addEventListener('abort', () => {
      this.#work?.abort(stage.left.reason);
      this.#work = undefined;
    });
  }

  /** Whether something is at work that can be cancelled. */
  get busy(): boolean {
    return this.#work !== undefined;
  }

  /** Opens the lab for this user, and takes up the lesson where it was left. An empty password means the one that is offered. */
  async open(typed: Typed): Promise<void> {
    const stage = this.#stage;
    const { about } = stage.view;
    const { from } = this.#options;
    const userName = typed.userName.trim() || about.userName;
    stage.dispatch({ type: 'work', work: { kind: 'open', step: '', since: Date.now() } });
    try {
      this.#lesson = await this.#options.open({ ...typed, userName });
    } catch (thrown) {
      stage.leave({ by: 'fault', error: asTutorialError(thrown) });
      return;
    }
    if (stage.left.aborted) return;
    const { passwordMade } = this.#lesson;
    stage.store.setNow({ ...this.#newest(), about: { ...about, userName, passwordMade } });
    stage.dispatch({ type: 'work-ended' });
    const steps = this.#lesson.texts().map(({ id }) => id);
    const [first = ''] = steps;
    const earlier = Object.keys(this.#progress.done);
    stage.dispatch({ type: 'lesson-opened', step: from ?? first, earlier });
    const target = from ?? (await takeUpAgain(this.#progress, steps, (question) => stage.ask(question)));
    if (stage.left.aborted) return;
    if (target === undefined) stage.dispatch({ type: 'show-step', step: first });
    else {
      this.#predictAsBefore(steps);
      await this.bringUp(target);
    }
  }

  /** What was predicted in an earlier run, of these steps, is said in this one. */
  #predictAsBefore(steps: readonly string[]): void {
    const predicted = Object.entries(this.#progress.predicted ?? {}).filter(([step]) => steps.includes(step));
    for (const [step, { choice, again }] of predicted) {
      this.#opened.session.predict(step, choice);
      if (again !== undefined) this.#opened.session.predict(step, again, true);
    }
    this.#stage.store.setNow(this.#newest());
  }

  /** Runs the steps that the target stands on and that are not done, to the first that fails. */
  async bringUp(target: string): Promise<void> {
    const { session, texts } = this.#opened;
    for (const id of unmetBy(texts(), session.state, target)) {
      const error = await this.#do('bring-back', id, (signal) => session.run(id, signal, 'set-up'));
      if (error || this.#stage.left.aborted) return;
    }
    this.#stage.dispatch({ type: 'show-step', step: target });
  }

  /** Does a step: it acts, with what it was given where it asks for something, and then looks. */
  run(step: string, values?: FormValues): void {
    void this.#do('run', step, (signal) => this.#opened.session.run(step, signal, 'prove', values));
  }

  /** Does a step; the call that it made is then gone through, from its beginning, and nothing of it is shown before. */
  async runThrough(step: string): Promise<void> {
    await this.#do('run', step, (signal) => this.#opened.session.run(step, signal), 'through');
    if (this.#stage.left.aborted) return;
    const { call } = this.#opened.session.state.steps.find(({ id }) => id === step) ?? {};
    const motion = { since: Date.now(), plays: false };
    this.#stage.dispatch(
      call === undefined ? { type: 'close-pane' } : { type: 'show-pane', opening: { pane: 'through', motion } },
    );
  }

  /** Only looks. */
  verify(step: string): void {
    void this.#do('verify', step, (signal) => this.#opened.session.verify(step, signal));
  }

  /** Takes in what the learner thinks will happen. */
  predict(step: string, choice: number): void {
    this.#opened.session.predict(step, choice);
    this.#stage.store.setNow(this.#newest());
  }

  /** Asks again, at the end of a chapter, what was predicted wrongly: each once, until the learner leaves it. */
  async askAgain(last: string): Promise<void> {
    const { session, texts } = this.#opened;
    for (const id of toAskAgain(session.state, last)) {
      const { title, prediction } = textOf({ lesson: texts() }, id);
      if (!prediction) continue;
      const answer = await this.#stage.ask(onceMore(`${id} ${title}`, prediction));
      if (answer === undefined || answer === 'leave') break;
      session.predict(id, Number(answer), true);
      this.#stage.store.setNow(this.#newest());
      const said = session.state.steps.find((step) => step.id === id)?.predictedAgain;
      await this.#stage.ask(goOn(`${verdictWords(prediction, said)} ${prediction.because}`));
    }
    this.#stage.dispatch({ type: 'asked-again', chapter: textOf({ lesson: texts() }, last).chapter.id });
  }

  /** Leaves a step out. */
  skip(step: string): void {
    this.#opened.session.skip(step);
  }

  /** Forgets a step, where the learner is asked and says so. */
  async reset(step: string): Promise<void> {
    const { session, texts } = this.#opened;
    const { starts, chapter } = textOf({ lesson: texts() }, step);
    const runs = starts !== undefined && session.state.parts[starts]?.status === 'ready';
    if ((await this.#stage.ask(resetQuestion(step, runs ? starts : undefined))) !== 'yes') return;
    session.reset(step);
    this.#stage.store.setNow(this.#newest());
    this.#stage.dispatch({ type: 'reset-step', step, chapter: chapter.id });
    this.#stage.dispatch({ type: 'notice', text: `Step ${step} is as not done.` });
  }

  /** Takes in what happened in the lab. */
  tell(event: SessionEvent): void {
    if (event.type === 'step-ended') this.#save(progressAfter(this.#progress, event));
    if (event.type === 'step-reset') this.#save(progressWithout(this.#progress, event.step));
    if (event.type === 'prediction') this.#save(progressPredicted(this.#progress, event));
    this.#stage.store.setSoon(() => this.#newest());
  }

  /** Keeps which step the learner is at. */
  keepStep(step: string): void {
    if (step !== this.#progress.step) this.#save({ ...this.#progress, step });
  }

  /** Cancels what is at work, once. */
  cancel(): void {
    if (!this.#work || this.#work.signal.aborted) return;
    this.#stage.dispatch({ type: 'cancelling' });
    this.#work.abort(
      new TutorialError('interrupted', 'You cancelled it.', {
        next: `What had begun may be half done; ${keyFor('retry')} does it again.`,
      }),
    );
  }

  /** Shows the work until it ends. Gives what it failed with. */
  async #do(
    kind: Work['kind'],
    step: string,
    act: (signal: AbortSignal) => Promise<TutorialError | undefined>,
    pane: Pane = 'step',
  ): Promise<TutorialError | undefined> {
    const work = new AbortController();
    this.#work = work;
    this.#stage.dispatch({ type: 'work', work: { kind, step, since: Date.now() }, pane });
    const error = await act(work.signal);
    if (this.#work !== work) return error;
    this.#work = undefined;
    this.#stage.store.setNow(this.#newest());
    this.#stage.dispatch({ type: 'work-ended' });
    return error;
  }

  /** What the session is now. */
  #newest(): Partial<View> {
    return this.#lesson ? { session: this.#lesson.session.state, lesson: this.#lesson.texts() } : {};
  }

  get #opened(): DrivenLesson {
    if (!this.#lesson) throw new Error('the lesson was not opened');
    return this.#lesson;
  }

  #save(progress: Progress): void {
    this.#progress = progress;
    this.#options.save(progress);
  }
}
