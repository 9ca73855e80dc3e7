import * as z from 'zod';
import type { RawAnswer } from '../../../../../services/clients/json-exchange.ts';
import { readStackAnswer } from '../../../../../services/clients/stack/reading.ts';

const SECRET = 'a-key-of-forty-characters-0123456789-end';
const mask = (text: string) => text.replaceAll(SECRET, '***');

test.each([100, 1_000, 60_000])(
  'a credential that an answer repeats is masked before the answer is cut: at %i',
  (at) => {
    const body = 'x '.repeat(at / 2) + SECRET;
    const reading = readStackAnswer(z.never(), { status: 502, headers: {}, body }, mask);
    expect(reading.kind).toBe('other');
    expect(JSON.stringify(reading)).not.toContain(SECRET.slice(0, 5));
  },
);

test('so is one in a redirect, and in the title of a page', () => {
  const location = `https://elsewhere.example/${'x'.repeat(80)}?key=${SECRET}`;
  const body = `<html><title>${'x'.repeat(100)} ${SECRET}</title></html>`;
  const answers: RawAnswer[] = [
    { status: 302, headers: { location }, body: '' },
    { status: 200, headers: { 'content-type': 'text/html' }, body },
  ];
  for (const answer of answers) {
    expect(JSON.stringify(readStackAnswer(z.never(), answer, mask))).not.toContain(SECRET.slice(0, 5));
  }
});
