import { printableJson } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import type { Presenter } from './presenter.ts';

/** One event a line on stdout, and nothing else there. The schema is docs/events.md. A string of more than 20,000 characters is cut. */
export function ndjsonPresenter({ stdout }: Pick<Io, 'stdout'>): Presenter {
  return { name: 'NDJSON', tell: (event) => void stdout.write(Buffer.from(`${printableJson(event)}\n`)) };
}
