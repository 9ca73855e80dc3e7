import { asTutorialError, TutorialError } from '../errors.ts';
import type { SessionEvent } from '../lesson/events.ts';
import { unmetBy } from '../lesson/plan.ts';
import type { Progress } from '../lesson/progress.ts';
import { INITIAL_STATE } from '../lesson/state.ts';
import type { Presenter } from '../presenters/presenter.ts';
import type { Typed } from '../run/open-lesson.ts';
import { type GuidedAction, initialGuidedState, type Question, reduceGuided, type Work } from '../view/guided-state.ts';
import { commandOf, isValid } from '../view/key-table.ts';
import { keyFor } from '../view/key-words.ts';
import type { ActCommand, CommandName, KeyCommand } from '../view/keys/command.ts';
import { onForm } from '../view/keys/when.ts';
import { type Situation, situationOf } from '../view/situation.ts';
import { isText } from '../view/typed-text.ts';
import type { Background } from '../view/view.ts';
import { type Size, textOf, type View } from '../view/view.ts';
import type { DrivenLesson, Ending, GuideOptions } from './guide-options.ts';
import { quitQuestion } from './questions.ts';
import { keepProgress, takeUpAgain } from './resume.ts';
import { isViewCommand, viewAction } from './view-action.ts';
import { ViewStore } from './view-store.ts';

/** Two of them end the program. */
const INTERRUPTS = 2;

/** Turns keys into commands of the session and into what the screen shows. It knows neither Ink nor the terminal. */
export class Guide implements Presenter {
  readonly name = 'walkthrough';
  readonly store: ViewStore;
  readonly ended: Promise<Ending>;
  readonly #options: GuideOptions;
  #end: (ending: Ending) => void = () => {};
  #lesson: DrivenLesson | undefined;
  #progress: Progress;
  #password = '';
  #work: AbortController | undefined;
  #left = false;
  #reply: ((value: string | undefined) => void) | undefined;

  constructor(options: GuideOptions) {
    this.#options = options;
    this.#progress = options.progress;
    const { about, size, signal, problem } = options;
    const guided = { ...initialGuidedState(about.userName), notice: problem ?? '' };
    this.store = new ViewStore({ session: INITIAL_STATE, guided, lesson: [], size, background: 'unknown', about });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    if (signal.aborted) this.leave();
    signal.addEventListener('abort', () => this.leave(), { once: true });
  }

  get view(): View {
    return this.store.get();
  }

  /** One key, by its name. A key that is no command is text, where there is a field for it. */
  press(key: string): void {
    const now = this.#now();
    const command = commandOf(key, now);
    if (command) this.#do(command);
    else {
      this.#dispatch({ type: 'pressed' });
      if (onForm(now) && isText(key)) this.#type((text) => text + key);
    }
  }

  /** A command by its name, where it is valid now; of several things, to the one at this place. */
  perform(name: CommandName, which = 0): void {
    if (isValid({ name, which }, this.#now())) this.#do({ name, which });
  }

  /** Pasted text: what can be typed of it goes into the form. It never submits, and is never a key. */
  paste(text: string): void {
    if (onForm(this.#now())) this.#type((before) => before + [...text].filter(isText).join(''));
  }

  /** What the terminal says that text stands on. */
  standsOn(background: Background): void {
    this.store.setNow({ background });
  }

  resize(size: Size): void {
    this.store.setNow({ size });
  }

  /** Takes in what happened in the lab. */
  tell(event: SessionEvent): void {
    if (event.type === 'step-ended') this.#save(keepProgress(this.#progress, event));
    this.store.setSoon(() => this.#newest());
  }

  /** Ends the walkthrough by a fault that somebody else has met. */
  fail(error: TutorialError): void {
    this.#leave({ by: 'fault', error });
  }

  /** Ends the walkthrough as an interrupt does: somebody left, without a word. */
  leave(): void {
    this.#leave({ by: 'interrupt' });
  }

  /** Puts a question to the learner; undefined where they interrupt instead of answering. */
  ask(question: Question): Promise<string | undefined> {
    this.#dispatch({ type: 'ask', question });
    return new Promise((resolve) => {
      this.#reply = resolve;
    });
  }

  /** What decides which keys mean something. A pane in which there is nothing to scroll stays where it is. */
  #now(): Situation {
    return situationOf(this.store.settle(), true);
  }

  #do({ name, which }: KeyCommand): void {
    this.#dispatch({ type: 'pressed', command: name });
    if (isViewCommand(name)) this.#dispatch(viewAction(this.view, name, which));
    else this.#acts[name](which);
  }

  /** What each command does; of several things, to the one at this place. */
  readonly #acts: Readonly<Record<ActCommand, (which: number) => void>> = {
    erase: () => this.#type((text) => [...text].slice(0, -1).join('')),
    'erase-all': () => this.#type(() => ''),
    submit: () => this.#submit(),
    answer: (which) => this.#answer(this.view.guided.question?.answers[which]?.value),
    'bring-up': () => void this.#bringUp(this.#step),
    run: () => this.#run(),
    retry: () => this.#run(),
    again: () => this.#run(),
    verify: () => this.#verify(),
    skip: () => this.#skip(),
    copy: () => void this.#copy(),
    cancel: () => this.#cancel(),
    interrupt: () => this.#interrupt(),
    suspend: () => this.#options.suspend?.(),
    finish: () => this.#leave({ by: 'finish' }),
    quit: () => void this.#quit(),
  };

  get #step(): string {
    return this.view.guided.step;
  }

  #submit(): void {
    const { field, userName } = this.view.guided.form;
    if (field === 'name') this.#dispatch({ type: 'form', form: { field: 'password' } });
    else void this.#open({ userName, password: this.#password });
  }

  #run(): void {
    const step = this.#step;
    void this.#working('run', step, (signal) => this.#opened.session.run(step, signal));
  }

  #verify(): void {
    const step = this.#step;
    void this.#working('verify', step, (signal) => this.#opened.session.verify(step, signal));
  }

  #skip(): void {
    this.#opened.session.skip(this.#step);
    this.#dispatch(viewAction(this.view, 'next'));
  }

  /** Changes the text of the field. What is typed as a password never becomes part of the view. */
  #type(change: (text: string) => string): void {
    const { field, userName } = this.view.guided.form;
    if (field === 'name') {
      this.#dispatch({ type: 'form', form: { userName: change(userName) } });
      return;
    }
    this.#password = change(this.#password);
    this.#dispatch({ type: 'form', form: { passwordLength: [...this.#password].length } });
  }

  /** Opens the lab for this user, and takes up the lesson where it was left. An empty password means the one that is offered. */
  async #open(typed: Typed): Promise<void> {
    const { about, progress, from } = { ...this.#options, progress: this.#progress };
    const userName = typed.userName.trim() || about.userName;
    this.#dispatch({ type: 'work', work: { kind: 'open', step: '', since: Date.now() } });
    try {
      this.#lesson = await this.#options.open({ ...typed, userName });
      this.#password = '';
    } catch (thrown) {
      this.#leave({ by: 'fault', error: asTutorialError(thrown) });
      return;
    }
    if (this.#left) return;
    const { passwordMade } = this.#lesson;
    this.store.setNow({ ...this.#newest(), about: { ...about, userName, passwordMade } });
    this.#dispatch({ type: 'work-ended' });
    const earlier = Object.keys(progress.done);
    const steps = this.#lesson.texts().map(({ id }) => id);
    const [first = ''] = steps;
    this.#dispatch({ type: 'lesson-opened', step: from ?? first, earlier });
    const target = from ?? (await takeUpAgain(progress, steps, (question) => this.ask(question)));
    if (this.#left) return;
    if (target === undefined) this.#dispatch({ type: 'show-step', step: first });
    else await this.#bringUp(target);
  }

  /** Runs the steps that the target stands on and that are not done, to the first that fails. */
  async #bringUp(target: string): Promise<void> {
    for (const id of unmetBy(this.#opened.texts(), this.#opened.session.state, target)) {
      const error = await this.#working('bring-back', id, (signal) => this.#opened.session.run(id, signal, 'set-up'));
      if (error || this.#left) return;
    }
    this.#dispatch({ type: 'show-step', step: target });
  }

  /** Work that keeps the keyboard until it ends or is cancelled. */
  async #working(
    kind: Work['kind'],
    step: string,
    act: (signal: AbortSignal) => Promise<TutorialError | undefined>,
  ): Promise<TutorialError | undefined> {
    const work = new AbortController();
    this.#work = work;
    this.#dispatch({ type: 'work', work: { kind, step, since: Date.now() } });
    const error = await act(work.signal);
    if (this.#work !== work) return error;
    this.#work = undefined;
    this.store.setNow(this.#newest());
    this.#dispatch({ type: 'work-ended' });
    return error;
  }

  #cancel(): void {
    if (!this.#work || this.#work.signal.aborted) return;
    this.#dispatch({ type: 'cancelling' });
    this.#work.abort(
      new TutorialError('interrupted', 'You cancelled it.', {
        next: `What had begun may be half done; ${keyFor('retry')} does it again.`,
      }),
    );
  }

  /** The first one cancels what goes on; the second in a row ends the program. */
  #interrupt(): void {
    if (this.view.guided.interrupts >= INTERRUPTS) {
      this.leave();
      return;
    }
    if (this.view.guided.question) this.#answer(undefined);
    if (this.#work) this.#cancel();
    else this.#dispatch({ type: 'notice', text: `${keyFor('interrupt')} again ends the program.` });
  }

  async #quit(): Promise<void> {
    if (!this.#work) {
      this.#leave({ by: 'quit' });
      return;
    }
    const answer = await this.ask(quitQuestion(this.view.guided.step));
    if (answer === 'yes') this.#leave({ by: 'quit' });
  }

  async #copy(): Promise<void> {
    const { step, copyNext } = this.view.guided;
    const { commands } = textOf(this.view, step);
    const at = copyNext % commands.length;
    const command = commands[at];
    if (!command) return;
    const where = await this.#options.copy(command.text);
    const which = commands.length > 1 ? ` ${at + 1} of ${commands.length}` : '';
    this.#dispatch({ type: 'copied', next: at + 1, text: `command${which} copied: ${where}` });
  }

  #answer(value: string | undefined): void {
    this.#dispatch({ type: 'answered' });
    this.#reply?.(value);
    this.#reply = undefined;
  }

  #leave(ending: Ending): void {
    if (this.#left) return;
    this.#left = true;
    this.#work?.abort(new TutorialError('interrupted', 'The program ends.'));
    this.#work = undefined;
    if (this.view.guided.question) this.#answer(undefined);
    const { step } = this.view.guided;
    this.#dispatch({ type: 'work', work: { kind: 'close', step, since: Date.now() } });
    this.#end(ending);
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

  #dispatch(action: GuidedAction): void {
    const guided = reduceGuided(this.view.guided, action);
    this.store.setNow({ guided });
    if (action.type === 'show-step' && action.step !== this.#progress.step) {
      this.#save({ ...this.#progress, step: action.step });
    }
  }
}
