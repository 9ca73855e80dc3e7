import { printableJson } from '../evidence/printable.ts';
import { redact } from '../evidence/redact.ts';
import type { Io } from '../io.ts';
import type { SessionEvent } from '../lesson/events.ts';
import { tallyOf } from '../lesson/tally.ts';
import type { Presenter } from './presenter.ts';

/** One event a line on stdout, and nothing else there. The schema is docs/events.md. */
export function ndjsonPresenter({ stdout, verdict }: Pick<Io, 'stdout' | 'verdict'>): Presenter {
  return {
    name: 'NDJSON',
    tell: (event, state) => {
      stdout.write(Buffer.from(eventLine(event)));
      if (event.type === 'session-started' || event.type === 'step-ended') verdict?.counted(tallyOf(state));
      if (event.type === 'session-ended') verdict?.told();
    },
  };
}

/** An event as one line of NDJSON. */
export function eventLine(event: SessionEvent): string {
  return redactedLine(event);
}

/**
 * A value as one line of JSON. What it holds was redacted when it became evidence, and each text in it is once more: string by string, for in
 * JSON a mask could take a quote away. A string of more than 20,000 characters is cut.
 */
export function redactedLine(value: object): string {
  const redacted = JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? redact(inner) : inner)),
  );
  return `${printableJson(redacted)}\n`;
}
