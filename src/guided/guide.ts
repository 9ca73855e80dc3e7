import type { TutorialError } from '../errors.ts';
import type { SessionEvent } from '../lesson/events.ts';
import { problemOf } from '../lesson/form.ts';
import { INITIAL_STATE } from '../lesson/state.ts';
import type { Presenter } from '../presenters/presenter.ts';
import type { ActCommand, CommandName, KeyCommand } from '../view/command.ts';
import { draftOf, typedInto } from '../view/draft.ts';
import { initialGuidedState, type Question } from '../view/guided-state.ts';
import { commandOf, isValid } from '../view/key-table.ts';
import { keyFor } from '../view/key-words.ts';
import { fillsIn, isTyping, typesLogin } from '../view/keys/when.ts';
import { ANY_ROOM, type Situation, situationOf } from '../view/situation.ts';
import { isText } from '../view/typed-text.ts';
import { type Background, type Size, textOf, type View } from '../view/view.ts';
import { isViewCommand, viewAction } from '../view/view-action.ts';
import type { Ending, GuideOptions } from './guide-options.ts';
import { LessonDriver } from './lesson-driver.ts';
import { LoginForm } from './login-form.ts';
import { FINISH, quitQuestion } from './questions.ts';
import { shownText } from './shown-text.ts';
import { Stage } from './stage.ts';
import type { ViewStore } from './view-store.ts';

/** So many in a row end the program. */
const INTERRUPTS = 2;

/** Characters of a text that is searched for. */
const LONGEST_SEARCH = 100;

/** Turns keys into commands, and does them: to the view, the login, the lesson, the program. It knows neither Ink nor the terminal. */
export class Guide implements Presenter {
  readonly name = 'walkthrough';
  readonly #options: GuideOptions;
  readonly #stage: Stage;
  readonly #form: LoginForm;
  readonly #driver: LessonDriver;

  constructor(options: GuideOptions) {
    this.#options = options;
    const { about, size, signal, problem } = options;
    const guided = { ...initialGuidedState(about.userName), notice: problem ?? '' };
    const view: View = { session: INITIAL_STATE, guided, lesson: [], size, background: 'unknown', about };
    this.#stage = new Stage(view, (action) => {
      if (action.type === 'show-step') this.#driver.keepStep(action.step);
    });
    this.#form = new LoginForm(this.#stage);
    this.#driver = new LessonDriver(this.#stage, options);
    if (signal.aborted) this.leave();
    signal.addEventListener('abort', () => this.leave(), { once: true });
  }

  get store(): ViewStore {
    return this.#stage.store;
  }

  get view(): View {
    return this.#stage.view;
  }

  /** How it ended, once it has. */
  get ended(): Promise<Ending> {
    return this.#stage.ended;
  }

  /** One key, by its name. A key that is no command is text, where there is a field for it. */
  press(key: string): void {
    const now = this.#now();
    const command = commandOf(key, now);
    if (command) this.#do(command);
    else {
      this.#stage.dispatch({ type: 'pressed' });
      if (isText(key)) this.#type(now, (text) => text + key);
    }
  }

  /** A command by its name, where it is valid now; of several things, to the one at this place. */
  perform(name: CommandName, which = 0): void {
    if (isValid({ name, which }, this.#now())) this.#do({ name, which });
  }

  /** Pasted text: what can be typed of it goes into the form, or is searched for. It never submits, and is never a key. */
  paste(text: string): void {
    this.#type(this.#now(), (before) => before + [...text].filter(isText).join(''));
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
    this.#driver.tell(event);
  }

  /** Puts a question to the learner; undefined where they interrupt instead of answering, or it is not asked any more. */
  ask(question: Question, signal?: AbortSignal): Promise<string | undefined> {
    return this.#stage.ask(question, signal);
  }

  /** Ends the walkthrough by a fault that somebody else has met. */
  fail(error: TutorialError): void {
    this.#stage.leave({ by: 'fault', error });
  }

  /** Ends the walkthrough as an interrupt does: somebody left, without a word. */
  leave(): void {
    this.#stage.leave({ by: 'interrupt' });
  }

  /** What decides which keys mean something. Where there is nothing to scroll, or no room to zoom, all stays as it is. */
  #now(): Situation {
    return situationOf(this.store.settle(), ANY_ROOM);
  }

  #do({ name, which }: KeyCommand): void {
    this.#stage.dispatch({ type: 'pressed', command: name });
    if (isViewCommand(name)) this.#stage.dispatch(viewAction(this.view, name, Date.now()));
    else this.#acts[name](which);
  }

  /** What each command does; of several things, to the one at this place. */
  readonly #acts: Readonly<Record<ActCommand, (which: number) => void>> = {
    erase: () => this.#type(this.#now(), (text) => [...text].slice(0, -1).join('')),
    'erase-all': () => this.#type(this.#now(), () => ''),
    submit: () => {
      const typed = this.#form.submit();
      if (typed) void this.#driver.open(typed);
    },
    answer: (which) => this.#stage.answer(this.view.guided.question?.answers[which]?.value),
    predict: (choice) => this.#driver.predict(this.#step, choice),
    'ask-again': () => void this.#driver.askAgain(this.#step),
    'bring-up': () => void this.#driver.bringUp(this.#step),
    run: () => this.#driver.run(this.#step),
    send: () => this.#send(),
    'run-through': () => void this.#driver.runThrough(this.#step),
    retry: () => this.#driver.run(this.#step),
    again: () => this.#driver.run(this.#step),
    verify: () => this.#driver.verify(this.#step),
    skip: () => {
      this.#driver.skip(this.#step);
      this.#stage.dispatch(viewAction(this.view, 'next', Date.now()));
    },
    'reset-step': () => void this.#driver.reset(this.#step),
    copy: () => void this.#copy(),
    'copy-shown': () => void this.#copyShown(),
    cancel: () => this.#driver.cancel(),
    interrupt: () => this.#interrupt(),
    suspend: () => this.#options.suspend?.(),
    finish: () => void this.#finish(),
    quit: () => void this.#quit(),
  };

  /** Does the step with what stands in its form, where that can be taken. */
  #send(): void {
    const draft = draftOf(this.view);
    if (!draft) return;
    const problem = problemOf(draft.form, draft.values);
    if (problem) {
      this.#stage.dispatch({ type: 'choose', cursor: problem.at });
      this.#stage.dispatch({ type: 'notice', text: problem.why });
    } else this.#driver.run(this.#step, draft.values);
  }

  /** Changes the text that is being typed, where there is one: in the login form, in that of a step, or one to search for. */
  #type(now: Situation, change: (text: string) => string): void {
    if (typesLogin(now)) this.#form.type(change);
    else if (fillsIn(now)) {
      const action = typedInto(this.view, change);
      if (action) this.#stage.dispatch(action);
    } else if (isTyping(now)) {
      const text = change(this.view.guided.search.text).slice(0, LONGEST_SEARCH);
      this.#stage.dispatch({ type: 'search', search: { text } });
    }
  }

  get #step(): string {
    return this.view.guided.step;
  }

  /** The first one cancels what goes on; the second in a row ends the program. */
  #interrupt(): void {
    const { interrupts, question } = this.view.guided;
    if (interrupts >= INTERRUPTS) {
      this.leave();
      return;
    }
    if (question) this.#stage.answer(undefined);
    if (this.#driver.busy) this.#driver.cancel();
    else this.#stage.dispatch({ type: 'notice', text: `${keyFor('interrupt')} again ends the program.` });
  }

  async #finish(): Promise<void> {
    if ((await this.ask(FINISH)) === 'yes') this.#stage.leave({ by: 'finish' });
  }

  async #quit(): Promise<void> {
    const sure = !this.#driver.busy || (await this.ask(quitQuestion(this.#step))) === 'yes';
    if (sure) this.#stage.leave({ by: 'quit' });
  }

  async #copyShown(): Promise<void> {
    const text = shownText(this.view, Date.now());
    const where = text === '' ? 'there is nothing of it yet' : await this.#options.copy(text, 'shown');
    this.#stage.dispatch({ type: 'notice', text: `copied: ${where}` });
  }

  async #copy(): Promise<void> {
    const { step, copyNext } = this.view.guided;
    const { commands } = textOf(this.view, step);
    const at = copyNext % commands.length;
    const command = commands[at];
    if (!command) return;
    const where = await this.#options.copy(command.text, 'command');
    const which = commands.length > 1 ? ` ${at + 1} of ${commands.length}` : '';
    this.#stage.dispatch({ type: 'copied', next: at + 1, text: `command${which} copied: ${where}` });
  }
}
