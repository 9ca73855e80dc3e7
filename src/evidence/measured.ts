import type * as z from 'zod';

/**
 * The same schema, whose `min` and `max` are asked of texts and lists alone. Zod (4.6) asks them of whatever has a `length`, before it refuses what is
 * neither; where that is an object which cannot be compared, as in `{"length": {"valueOf": null}}`, it throws a TypeError in place of telling an issue.
 */
export function measured<S extends z.ZodString | z.ZodURL | z.ZodArray>(schema: S): S {
  for (const check of schema._zod.def.checks ?? [])
    check._zod.def.when = ({ value }) => typeof value === 'string' || Array.isArray(value);
  return schema;
}
