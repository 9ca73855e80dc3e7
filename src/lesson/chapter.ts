import type { Exhibit } from './exhibit.ts';
import type { SessionState } from './state.ts';
import type { Step } from './step.ts';
import type { Way } from './way.ts';

/** The words of a chapter, for somebody who meets them for the first time. */
export type Glossary = readonly (readonly [word: string, means: string])[];

/** One walk through a lab: what travels, past whom, and the steps that show it. The engine is given its chapters, and knows none. */
export interface Chapter<Lab> {
  /** Unique in the course. */
  readonly id: string;
  readonly title: string;
  /** The parties that its call passes, in order; the first one is who makes it. */
  readonly way: Way;
  readonly glossary: Glossary;
  /** What there is to see from each of its steps, as the session stands; what sums it up is among it. */
  exhibits?(state: SessionState): readonly Exhibit[];
  /** In the order in which they are taught. Their ids are unique in the whole course. */
  readonly steps: readonly Step<Lab>[];
}

/** What a course is, in the words that are said before any of it is loaded. */
export interface CourseWords {
  readonly title: string;
  /** What is taught, in a sentence. */
  readonly about: string;
  /** What it takes, and what runs meanwhile. */
  readonly takes: string;
  /** How one comes by a token, and the way that it goes then. */
  readonly login: { readonly way: Way; readonly gives: string };
  readonly way: Way;
}

/** A chapter, as far as it is shown. */
export type ShownChapter = Pick<Chapter<never>, 'exhibits' | 'steps'>;

/** What the steps show that are done in this run, in the order of the course. */
export function exhibitsOfDone(course: readonly ShownChapter[], state: SessionState): readonly Exhibit[] {
  const isDone = (id: string) => state.steps.some((step) => step.id === id && step.status === 'done');
  return stepsOf(course).flatMap((step) => (isDone(step.id) ? (step.exhibits?.(state) ?? []) : []));
}

/** The steps of the chapters that were begun in this run. */
export function begunSteps(course: readonly ShownChapter[], state: SessionState): ShownChapter['steps'] {
  const isBegun = (id: string) => state.steps.some((step) => step.id === id && step.status !== 'waiting');
  return stepsOf(course.filter(({ steps }) => steps.some(({ id }) => isBegun(id))));
}

/** What sums the chapters up, as the session stands; nothing where there is nothing to sum up yet. */
export function conclusionsOf(course: readonly ShownChapter[], state: SessionState): readonly Exhibit[] {
  return course
    .flatMap((chapter) => [chapter, ...chapter.steps])
    .flatMap((source) => source.exhibits?.(state) ?? [])
    .filter(({ concludes }) => concludes);
}

/** The chapter of a number, counted from 1, or of an id; undefined where there is none. */
export function chapterNamed<C extends { readonly id: string }>(course: readonly C[], name: string): C | undefined {
  return course.find(({ id }, index) => id === name || String(index + 1) === name);
}

/** The steps of all chapters, in their order. */
export function stepsOf<Lab>(chapters: readonly Pick<Chapter<Lab>, 'steps'>[]): readonly Step<Lab>[] {
  return chapters.flatMap(({ steps }) => steps);
}
