import fc from 'fast-check';
import { hopOf, hopSchema } from '../../src/evidence/hop.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { exhibitSentences } from '../../src/presenters/exhibit-sentences.ts';
import { colorsFor } from '../../src/presenters/output.ts';
import { plainExhibit } from '../../src/presenters/plain-exhibit.ts';
import { answerLine, arrivedLines } from '../../src/presenters/seen-hop.ts';
import { exhibitMarkdown } from '../../src/report/formats/exhibit-markdown.ts';
import { exhibitLines } from '../../src/screen/exhibits/exhibit-lines.ts';
import { OF_EACH_SHAPE } from '../exhibits-of-doors.ts';
import { json, jwt, property, text } from './property.ts';

const print = printer(newSalt());
const colors = colorsFor(Object.assign(process.stdout, { isTTY: false }), {});

const shownNow = { now: 0, otherwise: false, allRows: true };

/** A hop as a part tells of it, whatever came to that part. */
const hop = fc
  .record({
    credential: fc.oneof(jwt, text),
    carrier: text,
    request: text,
    body: text,
    status: text,
    answered: text,
    at: fc.webUrl(),
  })
  .map(({ credential, carrier, request, body, status, answered, at }) =>
    hopOf(
      {
        from: 'you',
        to: 'tool',
        seenBy: 'receiver',
        request,
        carrier,
        credential,
        exchange: { method: 'POST', url: at, headers: [['x', body]], body },
      },
      print,
    ).answered({
      status,
      ok: true,
      text: answered,
      exchange: { status: 200, headers: [['location', answered]], body: answered },
    }),
  );

property('a hop of anybody goes over a channel as it is, and never with its credential', [hop], (told) => {
  // A member of that name is dropped on the way: nobody could read it safely.
  const sent = JSON.parse(JSON.stringify(told), (name, value) => (name === '__proto__' ? undefined : value));
  expect(hopSchema.parse(sent)).toEqual(sent);
});

property('a tap tells of it line by line', [hop], (told) => {
  for (const line of [...arrivedLines(told, 1, 'tool', colors), answerLine(told, 1, colors)])
    expect(typeof line).toBe('string');
});

property(
  'whatever shows a call or a token shows it',
  [hop, jwt, fc.constantFrom(30, 80, 120)],
  (told, token, width) => {
    const { call, token: shown } = OF_EACH_SHAPE;
    const read = told.credential.token ?? { header: { alg: token }, claims: {} };
    const claims = Object.keys(read.claims);
    const exhibits = [
      { ...call, claims, call: { ...call.call, hops: [told] } },
      { ...shown, token: read },
    ];
    for (const exhibit of exhibits) {
      expect(exhibitMarkdown(exhibit).every((line) => typeof line === 'string')).toBe(true);
      expect(exhibitSentences(exhibit, 0).every((line) => typeof line === 'string')).toBe(true);
      expect(plainExhibit(exhibit, width, 0)).toBeDefined();
      expect(exhibitLines([exhibit], { width, ...shownNow }).length).toBeGreaterThan(0);
    }
  },
);

property('so does whatever shows a table of it', [json, text], (value, name) => {
  const { token } = OF_EACH_SHAPE;
  const exhibit = {
    ...token,
    token: {
      header: { alg: value, [name]: value },
      claims: { [name]: value, exp: value, iat: value, aud: value, scope: value },
    },
  };
  expect(exhibitSentences(exhibit, 0).join()).toEqual(expect.any(String));
  expect(exhibitLines([exhibit], { width: 80, ...shownNow }).length).toBeGreaterThan(0);
});
