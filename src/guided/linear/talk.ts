import type { Guide } from '../guide.ts';
import type { Prompt } from './prompt.ts';

/** A walkthrough in lines: what it drives, where it asks, and how it speaks. */
export interface Talk {
  readonly guide: Guide;
  readonly prompt: Prompt;
  say(lines: readonly string[]): void;
}
