import fc from 'fast-check';

/** Inputs that each property is tried with; `npm run test:properties` takes a hundred times as many. */
export const RUNS = Number(process.env.PROPERTY_RUNS ?? 1_000);

/** A test that holds for whatever these arbitraries give. What fails is told in its smallest form, with the seed that finds it again. */
export function property<const T extends readonly [unknown, ...unknown[]]>(
  title: string,
  given: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => unknown,
): void {
  test(title, async () => {
    const all = given as unknown as [fc.Arbitrary<unknown>, ...fc.Arbitrary<unknown>[]];
    const predicate = async (...values: unknown[]) => {
      await holds(...(values as unknown as T));
    };
    await fc.assert(fc.asyncProperty(...all, predicate), { numRuns: RUNS, endOnFailure: RUNS > 10_000 });
  });
}

/** What is in texts that want to do harm, or that somebody did not think of. */
const ODDITIES = [
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\ud800',
  '\udc00',
  '\0',
  '\r\n',
  '\n',
  '\t',
  '"',
  '\\',
  '<script>',
  '&amp;',
  ']]>',
  '%00',
  '__proto__',
  'constructor',
  'toString',
  'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
  'access_token=',
  '👩‍👩‍👧',
  'ı',
  '１',
];

/** Text of any kind, odd things among it. */
export const text: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...ODDITIES)), { maxLength: 8 })
  .map((parts) => parts.join(''));

/** Names of members: those that objects inherit among them. */
const memberName = fc.oneof(
  text,
  fc.constantFrom('__proto__', 'toString', 'valueOf', 'constructor', 'toJSON', 'length'),
);

/** An object that is neither a number nor a text to whoever asks. */
const CANNOT_BE_TEXT = { toString: null, valueOf: 1 };

/** Whatever JSON can say, of some depth. */
export const json: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -0, 1.5, -1, 2 ** 53, '', [], {}, CANNOT_BE_TEXT, { length: CANNOT_BE_TEXT }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(memberName, tie('value')), { maxLength: 4 })
      .map((members) =>
        JSON.parse(`{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? null}`)}}`),
      ),
  ),
})).value;

/** A value with some of these members, each either as it should be or anything; and others beside them. */
export function objectLike(members: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const record = Object.fromEntries(Object.entries(members).map(([name, given]) => [name, fc.oneof(given, json)]));
  const known = fc.record(record, { requiredKeys: [] });
  return fc.oneof(
    known,
    fc.tuple(known, fc.dictionary(memberName, json, { maxKeys: 3 })).map(([a, b]) => ({ ...b, ...a })),
    json,
  );
}

/** A text that is JSON, or nearly, or nothing of the kind. */
export function jsonText(value: fc.Arbitrary<unknown> = json): fc.Arbitrary<string> {
  const whole = value.map((each) => JSON.stringify(each) ?? '');
  const torn = fc.tuple(whole, fc.nat()).map(([each, at]) => each.slice(0, at % (each.length + 1)));
  const spoilt = fc.tuple(whole, fc.nat(), text).map(([each, at, bit]) => {
    const place = at % (each.length + 1);
    return each.slice(0, place) + bit + each.slice(place + 1);
  });
  return fc.oneof({ weight: 4, arbitrary: whole }, torn, spoilt, text);
}

/** The same bytes or characters in other pieces. */
export function inPieces<T extends { length: number; slice(from: number, to: number): T }>(
  whole: T,
  cuts: readonly number[],
): T[] {
  const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => whole.slice(from, [...places, whole.length][index] ?? whole.length));
}

/** Where to cut. */
export const cuts: fc.Arbitrary<number[]> = fc.array(fc.nat(), { maxLength: 6 });

/** A JWT in its compact form, of these claims, with a signature that is none. */
export const jwt: fc.Arbitrary<string> = fc
  .tuple(
    fc.record({ alg: fc.constantFrom('RS256', 'none', 'HS256'), kid: json, typ: json }, { requiredKeys: ['alg'] }),
    objectLike({ exp: fc.double(), aud: json, iss: text }),
    fc.uint8Array({ minLength: 16, maxLength: 64 }),
  )
  .map(([header, claims, signature]) =>
    [...[{ ...(header as object) }, { ...(claims as object) }].map((part) => JSON.stringify(part)), signature]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.'),
  );
