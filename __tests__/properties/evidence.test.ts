import fc from 'fast-check';
import { isJsonObject, parseJson } from '../../src/evidence/json.ts';
import { holdsPartOf, TELLING_LENGTH } from '../../src/evidence/part-of-secret.ts';
import { printable, printableJson, printableLine } from '../../src/evidence/printable.ts';
import { pythonRepr } from '../../src/evidence/python-repr.ts';
import { redact } from '../../src/evidence/redact.ts';
import { claimText, readShownToken, toldOfToken } from '../../src/evidence/shown-token.ts';
import { traceIdOf } from '../../src/evidence/traceparent.ts';
import { json, jsonText, jwt, property, text } from './property.ts';

/** What a terminal could take for a command, or what hides or turns text round. */
const COMMANDS = /[^\P{Cc}\n]|[\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\ufeff]/u;

describe('printable', () => {
  property('lets no command through, and twice is the same as once', [text], (given) => {
    const once = printable(given);
    expect(once).not.toMatch(COMMANDS);
    expect(printable(once)).toBe(once);
    expect(printableLine(given)).not.toContain('\n');
  });

  property('keeps to its limit', [text, fc.integer({ min: 40, max: 200 })], (given, limit) => {
    expect(printable(given, limit).length).toBeLessThanOrEqual(limit);
  });

  property('as JSON it is one line, and says the same', [json], (value) => {
    const line = printableJson(value);
    expect(line).not.toMatch(COMMANDS);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)));
  });
});

describe('redact', () => {
  property(
    'hides the claims and the signature of a token, wherever it stands',
    [text, jwt, text],
    (before, token, after) => {
      const [, claims = '', signature = ''] = token.split('.');
      const shown = redact(`${before} ${token} ${after}`);
      expect(shown).not.toContain(signature);
      if (claims.length > TELLING_LENGTH) expect(shown).not.toContain(claims);
    },
  );

  const known = fc.string({ minLength: 8, maxLength: 40 }).filter((each) => !/^[\s.]*$/.test(each));
  property('hides what is known, also in JSON and in a URL', [known, text], (secret, around) => {
    for (const written of [
      secret,
      JSON.stringify({ around, secret }),
      new URLSearchParams({ around, secret }).toString(),
    ]) {
      const shown = redact(written, [secret]);
      expect(JSON.stringify(parseJson(shown) ?? shown)).not.toContain(secret);
    }
  });

  property('takes whatever it is given', [text, fc.array(text, { maxLength: 3 })], (given, secrets) => {
    expect(typeof redact(given, secrets)).toBe('string');
  });
});

describe('a token that anybody may have written', () => {
  property('is read, and told of, without a fault', [fc.oneof(jwt, text)], (credential) => {
    const token = readShownToken(credential);
    if (!token) return;
    for (const [name, said] of toldOfToken(token, Object.keys(token.claims)))
      expect(`${name} ${typeof said}`).toBe(`${name} string`);
  });

  property('has claims that can be put into words', [text, json], (name, value) => {
    for (const each of [name, 'exp', 'aud']) expect(typeof claimText(each, value)).toBe('string');
  });
});

property('JSON of anybody is a value or nothing', [jsonText()], (given) => {
  const value = parseJson(given);
  expect([true, false]).toContain(isJsonObject(value));
});

property('a trace is 32 digits or none', [fc.oneof(text, json)], (header) => {
  expect(traceIdOf(header) ?? '0'.repeat(32)).toMatch(/^[0-9a-f]{32}$/);
});

property('Python would read its text as one line', [json], (value) => {
  expect(pythonRepr(value)).not.toMatch(COMMANDS);
});

property(
  'a part of a secret is found as a naive search finds it',
  [fc.uint8Array({ maxLength: 80 }), fc.string({ minLength: 1, maxLength: 30 }), fc.nat(), fc.nat()],
  (bytes, secret, from, length) => {
    const part = Buffer.from(secret).subarray(from % secret.length, (from % secret.length) + (length % 24));
    const whole = Buffer.concat([bytes, part, bytes]);
    const secretBytes = Buffer.from(secret);
    const size = Math.min(TELLING_LENGTH, secretBytes.length);
    let expected = false;
    for (let at = 0; at + size <= secretBytes.length; at += 1)
      expected ||= whole.includes(
        secretBytes.subarray(at, secretBytes.length < TELLING_LENGTH ? undefined : at + size),
      );
    expect(holdsPartOf(whole, [secret])).toBe(expected);
  },
);
