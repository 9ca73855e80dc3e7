import type { Lab } from '../services/lab/lab.ts';

/** The lab that the steps of this course act on: what a lab shows to everybody. A step names the slice of it that it takes. */
export type CourseLab = Pick<Lab, keyof Lab>;
