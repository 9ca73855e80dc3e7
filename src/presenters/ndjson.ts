import { printableJson } from '../evidence/printable.ts';
import { redact } from '../evidence/redact.ts';
import type { Io } from '../io.ts';
import type { SessionEvent } from '../lesson/events.ts';
import type { Presenter } from './presenter.ts';

/** One event a line on stdout, and nothing else there. The schema is docs/events.md. */
export function ndjsonPresenter({ stdout, onVerdict }: Pick<Io, 'stdout' | 'onVerdict'>): Presenter {
  return {
    name: 'NDJSON',
    tell: (event) => {
      stdout.write(Buffer.from(eventLine(event)));
      if (event.type === 'session-ended') onVerdict?.();
    },
  };
}

/**
 * An event as one line of NDJSON. What it holds was redacted when it became evidence, and each text in it is once more: string by string, for in
 * JSON a mask could take a quote away. A string of more than 20,000 characters is cut.
 */
export function eventLine(event: SessionEvent): string {
  const redacted = JSON.parse(
    JSON.stringify(event, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value)),
  );
  return `${printableJson(redacted)}\n`;
}
