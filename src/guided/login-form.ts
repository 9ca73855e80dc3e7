import type { Typed } from '../run/open-lesson.ts';
import type { Stage } from './stage.ts';

/** What is typed into the login form. A password never becomes part of the view. */
export class LoginForm {
  readonly #stage: Stage;
  #password = '';

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Changes the text of the field. */
  type(change: (text: string) => string): void {
    const { field, userName } = this.#stage.view.guided.form;
    if (field === 'name') {
      this.#stage.dispatch({ type: 'form', form: { userName: change(userName) } });
      return;
    }
    this.#password = change(this.#password);
    this.#stage.dispatch({ type: 'form', form: { passwordLength: [...this.#password].length } });
  }

  /** Goes on to the other field; gives what was typed after the last one, and forgets the password. */
  submit(): Typed | undefined {
    const { guided, about } = this.#stage.view;
    const { field, userName } = guided.form;
    if (field === 'name' && about.asksFor.includes('password')) {
      this.#stage.dispatch({ type: 'form', form: { field: 'password' } });
      return undefined;
    }
    const password = this.#password;
    this.#password = '';
    return { userName, password };
  }
}
