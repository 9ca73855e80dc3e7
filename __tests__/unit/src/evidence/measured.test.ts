import * as z from 'zod';
import { measured } from '../../../../src/evidence/measured.ts';

/** A length that cannot be compared. */
const ODD = { length: { valueOf: null, toString: null } };

test.each<[string, z.ZodString | z.ZodArray, unknown, unknown]>([
  ['a text', z.string().min(2).max(3), 'ab', 'abcd'],
  ['a list', z.array(z.int()).min(1).max(2), [1], [1, 2, 3]],
])('%s has its bounds, and what is neither is refused without a throw', (_, schema, fits, long) => {
  const bounded = measured(schema);
  expect(bounded.safeParse(fits).success).toBe(true);
  expect(bounded.safeParse(long).success).toBe(false);
  expect(bounded.safeParse(Array.isArray(fits) ? [] : '').success).toBe(false);
  for (const odd of [ODD, { length: 2 }, 2, null, undefined]) expect(bounded.safeParse(odd).success).toBe(false);
});
