import * as z from 'zod';
import { measured } from '../../evidence/measured.ts';

/** Each schema says by `error` what may stand in its place; who reports it says where, and what was found. */

/** Characters of the longest text. */
const LONGEST = 2_000;
/** Elements of the longest list. */
const MOST = 50;

/** A text that says something; `what` is what may stand there. */
export const text = (what: string) =>
  measured(
    z.string(what).min(1, `${what}, which is not empty`).max(LONGEST, `${what}, of at most ${LONGEST} characters`),
  );
/** A list of such texts. */
export const textsOf = (what: string) =>
  measured(
    z.array(text(what), `a list of ${what}`).min(1, `${what}, at least one`).max(MOST, `${what}, at most ${MOST}`),
  );
/** One of a few words. */
export const either = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `one of ${values.join(', ')}`);
