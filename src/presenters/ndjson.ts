import type { Io } from '../io.ts';
import type { Presenter } from './presenter.ts';

/** One event a line on stdout, and nothing else there. The schema is docs/events.md. */
export function ndjsonPresenter({ stdout }: Pick<Io, 'stdout'>): Presenter {
  return (event) => void stdout.write(`${JSON.stringify(event)}\n`);
}
