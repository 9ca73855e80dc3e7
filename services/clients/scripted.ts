import type { ListedModel } from './ollama-answers.ts';

/** Whether a model says of itself that it is scripted, and so none. */
export function isScripted({ details }: Pick<ListedModel, 'details'>): boolean {
  return details?.family === 'scripted';
}
