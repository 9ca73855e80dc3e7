import type { SessionEvent } from '../src/lesson/events.ts';
import { EXCHANGE_ANSWERS } from './exchange-answers.ts';

type Told = Extract<SessionEvent, { type: 'exchange' }>;

/** What a run of chapter 3 told of the exchanges that step 3.7 asks for, as EXCHANGE_ANSWERS has them. */
export function exchangeAnswersIn(events: readonly SessionEvent[]): Record<string, unknown> {
  const asked = events.filter((event): event is Told => event.type === 'exchange' && event.step === '3.7');
  return Object.fromEntries(
    asked.map(({ name, exchange: { response }, token }) => {
      const said = JSON.parse(response?.body ?? '{}') as { error?: string; error_description?: string };
      const words = token ? String(token.claims.aud ?? '') : said.error_description;
      return [name, [response?.status, said.error ?? '', words]];
    }),
  );
}

/** Expects of a run that chapter 3 was proved as it should be: each exchange, the call through one, and who was shown which token. */
export function expectRepaired(events: readonly SessionEvent[]): void {
  expect(exchangeAnswersIn(events)).toEqual(EXCHANGE_ANSWERS);
  const [call] = events.flatMap((event) => (event.type === 'call' && event.step === '3.5' ? [event.traceId] : []));
  const hops = events.flatMap((event) =>
    event.type === 'hop' && event.hop.traceId === call && event.hop.answer && !event.hop.aside ? [event.hop] : [],
  );
  const at = (part: string) =>
    hops.find(({ to, seenBy }) => to === part && (part !== 'identity' || seenBy === 'sender'));
  expect([...new Set(hops.map(({ to }) => to))].toSorted()).toEqual(['identity', 'mcp', 'stack', 'tool']);
  const [before, after] = [at('mcp')?.credential, at('tool')?.credential];
  expect(before?.token?.claims).toMatchObject({ aud: 'mcp-server', azp: 'llama-stack' });
  expect(after?.token?.claims).toMatchObject({
    aud: 'my-external-tool',
    azp: 'mcp-server',
    sub: before?.token?.claims.sub,
  });
  expect(after?.print).not.toBe(before?.print);
  // What went into the exchange, and what came out of it.
  expect(at('identity')?.credential.print).toBe(before?.print);
  expect(at('identity')?.answer?.issued?.print).toBe(after?.print);
}
