import type { GuidedState } from '../view/guided-state.ts';
import type { View } from '../view/view.ts';

/** At most this often does the lab change the screen: a part may log a thousand lines a second, and nobody reads faster. */
const FRAME_MS = 80;

/** Keeps the view, and tells whoever draws it: at once of what a key did, a little later of what the lab did. */
export class ViewStore {
  #view: View;
  #timer: NodeJS.Timeout | undefined;
  #drawn: { readonly of: View; readonly settled: Partial<GuidedState> } | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(view: View) {
    this.#view = view;
  }

  readonly get = (): View => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes in what was drawn of a view: how far it could be scrolled, say. It changes nothing that is to be seen. */
  readonly drawn = (of: View, settled: Partial<GuidedState>): void => {
    this.#drawn = { of, settled };
  };

  /** The view as it was drawn, for what is asked for next; as it was asked for, where nothing has been drawn since. */
  settle(): View {
    const { guided } = this.#view;
    if (this.#drawn?.of.guided === guided)
      this.#view = { ...this.#view, guided: { ...guided, ...this.#drawn.settled } };
    return this.#view;
  }

  setNow(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    this.#tell();
  }

  /** Makes the view from the newest state when its time has come; what changed in between is never drawn. */
  setSoon(change: () => Partial<View>): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.setNow(change());
    }, FRAME_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
