import type { Pane } from '../src/view/open-pane.ts';

/** Every pane there is: one that is added and not named here does not compile. */
export const PANES = Object.keys({
  step: true,
  form: true,
  through: true,
  hops: true,
  hop: true,
  token: true,
  logs: true,
  compare: true,
  glossary: true,
  keys: true,
  steps: true,
} satisfies Record<Pane, true>) as readonly Pane[];
