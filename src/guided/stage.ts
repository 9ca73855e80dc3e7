import { TutorialError } from '../errors.ts';
import { type GuidedAction, reduceGuided } from '../view/guided-action.ts';
import type { Question } from '../view/guided-state.ts';
import type { View } from '../view/view.ts';
import type { Ending } from './guide-options.ts';
import { ViewStore } from './view-store.ts';

/** What the learner has before them: the view and what changes it, the question that is open, and the end of it all. */
export class Stage {
  readonly store: ViewStore;
  readonly ended: Promise<Ending>;
  /** Hears of whatever happens to the view. */
  readonly #onAction: (action: GuidedAction) => void;
  readonly #left = new AbortController();
  #end: (ending: Ending) => void = () => {};
  #reply: ((value: string | undefined) => void) | undefined;

  constructor(view: View, onAction: (action: GuidedAction) => void) {
    this.store = new ViewStore(view);
    this.#onAction = onAction;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get view(): View {
    return this.store.get();
  }

  /** Aborts when the learner has left: nothing is begun any more. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  dispatch(action: GuidedAction): void {
    this.store.setNow({ guided: reduceGuided(this.view.guided, action) });
    this.#onAction(action);
  }

  /** Puts a question to the learner; undefined where they interrupt, or leave, instead of answering, or it is not asked any more. */
  ask(question: Question, signal?: AbortSignal): Promise<string | undefined> {
    if (signal?.aborted) return Promise.resolve(undefined);
    this.dispatch({ type: 'ask', question });
    return new Promise((resolve) => {
      const withdraw = () => this.answer(undefined);
      this.#reply = (value) => {
        signal?.removeEventListener('abort', withdraw);
        resolve(value);
      };
      signal?.addEventListener('abort', withdraw, { once: true });
    });
  }

  answer(value: string | undefined): void {
    this.dispatch({ type: 'answered' });
    this.#reply?.(value);
    this.#reply = undefined;
  }

  /** The first ending counts. */
  leave(ending: Ending): void {
    if (this.left.aborted) return;
    this.#left.abort(new TutorialError('interrupted', 'The program ends.'));
    if (this.view.guided.question) this.answer(undefined);
    const { step } = this.view.guided;
    this.dispatch({ type: 'work', work: { kind: 'close', step, since: Date.now() } });
    this.#end(ending);
  }
}
