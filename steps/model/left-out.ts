import type { Lab } from '../../services/lab/lab.ts';

/** Why there is nothing to do of this chapter in this lab; undefined where there is. */
export function withoutModel({ model }: Pick<Lab, 'model'>): string | undefined {
  return model.which === 'none' ? 'no model is wanted: --ollama none' : undefined;
}
