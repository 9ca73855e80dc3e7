import * as z from 'zod';

/** The end of the year 9999, the last of which RFC 3339 can write a date. */
const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** Longer than any run, or anything in it, lasts: a year. */
const LONGEST_MS = 366 * 24 * 60 * 60 * 1000;

/** When something was. */
export const timeSchema = z.number().min(0).max(LATEST_MS).describe('milliseconds since the epoch');
/** How long something took, in milliseconds. */
export const tookSchema = z.number().min(0).max(LONGEST_MS);
