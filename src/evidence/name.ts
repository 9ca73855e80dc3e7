import * as z from 'zod';

/** The name of a part, or of whoever else a hop leaves from: `tool`, `you`. Short and plain, whoever tells of it. */
export const nameSchema = z.string().regex(/^[A-Za-z][\w-]{0,39}$/);
