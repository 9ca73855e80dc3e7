import type { TutorialError } from '../../../../src/errors.ts';
import { Guide } from '../../../../src/guided/guide.ts';
import type { Ending, GuideOptions } from '../../../../src/guided/guide-options.ts';
import type { Happening, SessionEvent } from '../../../../src/lesson/events.ts';
import { NO_PROGRESS, type Progress } from '../../../../src/lesson/progress.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../../../../src/lesson/state.ts';
import type { Typed } from '../../../../src/run/open-lesson.ts';
import { COURSE_WORDS } from '../../../../steps/course-words.ts';
import { LESSON_TEXT, predicted, STARTED } from '../../../components/fixture.ts';

/** What a walkthrough knows before a lesson is open. */
export const ABOUT: GuideOptions['about'] = {
  version: '1',
  course: COURSE_WORDS,
  password: 'made',
  passwordMade: true,
  asksFor: ['name', 'password'],
  keysInWords: false,
  canSuspend: true,
  shell: 'posix',
  userName: 'alan',
  log: '/log',
};

interface Call {
  readonly verb: 'run' | 'verify' | 'skip';
  readonly step: string;
  readonly purpose?: string;
  readonly signal?: AbortSignal;
  end(error?: TutorialError): void;
}

/** A guide over a session that does only what the test says. */
class Bench {
  readonly calls: Call[] = [];
  readonly saved: Progress[] = [];
  readonly copied: string[] = [];
  readonly stop = new AbortController();
  readonly guide: Guide;
  typed: Typed | undefined;
  ending: Ending | undefined;
  #state: SessionState = INITIAL_STATE;

  constructor(options: Partial<GuideOptions> = {}) {
    this.guide = new Guide({
      about: ABOUT,
      size: { columns: 80, rows: 24 },
      signal: this.stop.signal,
      progress: NO_PROGRESS,
      open: async (typed) => {
        this.typed = typed;
        this.tell(STARTED);
        const begin = (verb: Call['verb'], step: string, signal?: AbortSignal, purpose?: string) =>
          new Promise<TutorialError | undefined>((resolve) => {
            this.calls.push({
              verb,
              step,
              ...(signal && { signal }),
              ...(purpose && { purpose }),
              end: (error) => this.#end(step, resolve, error),
            });
          });
        const state = () => this.#state;
        return {
          session: {
            get state() {
              return state();
            },
            run: (step, signal, purpose) => begin('run', step, signal, purpose),
            verify: (step, signal) => begin('verify', step, signal),
            skip: (step) => void begin('skip', step),
            reset: (step) => this.tell({ type: 'step-reset', step }),
            predict: (step, choice, again) => this.tell(predicted(step, choice, again)),
          },
          texts: () => LESSON_TEXT,
          passwordMade: true,
        };
      },
      save: (progress) => this.saved.push(progress),
      copy: async (text) => {
        this.copied.push(text);
        return 'the test';
      },
      ...options,
    });
    void this.guide.ended.then((ending) => {
      this.ending = ending;
    });
  }

  get shown() {
    return this.guide.view.guided;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) this.guide.press(key);
    await new Promise(setImmediate);
  }

  /** Through the login, to the lesson. */
  async login(): Promise<this> {
    await this.press('return', 'return');
    return this;
  }

  async end(error?: TutorialError): Promise<void> {
    this.calls.at(-1)?.end(error);
    // The catalogue of known faults is loaded where something failed.
    for (let turns = 0; turns < 200 && this.shown.work; turns += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  tell(happening: Happening): void {
    const event = { ...happening, at: 7 } as SessionEvent;
    this.#state = reduce(this.#state, event);
    this.guide.tell(event);
  }

  /** Tells of them, and waits until they are to be seen. */
  async happened(happenings: readonly Happening[]): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const forget = this.guide.store.subscribe(() => {
        if (this.guide.view.session !== this.#state) return;
        forget();
        resolve();
      });
    });
    for (const happening of happenings) this.tell(happening);
    await seen;
  }

  #end(step: string, resolve: (error: TutorialError | undefined) => void, error?: TutorialError): void {
    const status = error ? (error.kind === 'interrupted' ? 'cancelled' : 'failed') : 'done';
    this.tell({ type: 'step-ended', step, status, proved: '', tookMs: 1 });
    resolve(error);
  }
}

const benches: Bench[] = [];

/** A new one. */
export function bench(options?: Partial<GuideOptions>): Bench {
  const made = new Bench(options);
  benches.push(made);
  return made;
}

/** For afterEach: lets go of all that there are. */
export function closeBenches(): void {
  for (const { guide } of benches.splice(0)) guide.store.close();
}
