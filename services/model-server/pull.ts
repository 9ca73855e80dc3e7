import { digestOf, modelNamed, sizeOf } from './catalog.ts';

/** What a pull says, line by line, and whether it went well. */
export interface Pull {
  readonly lines: readonly object[];
  readonly error?: string;
}

/** Of a model that is there, each layer is complete at once; no other can be had (docs/references/ollama.md#pulling). */
export function pull(name: string): Pull {
  const begin = { status: 'pulling manifest' };
  const model = modelNamed(name);
  if (!model) return { lines: [begin], error: 'pull model manifest: file does not exist' };
  const digest = digestOf(model);
  const total = sizeOf(model);
  return {
    lines: [
      begin,
      { status: `pulling ${digest.slice(0, 12)}`, digest: `sha256:${digest}`, total, completed: total },
      { status: 'verifying sha256 digest' },
      { status: 'writing manifest' },
      { status: 'success' },
    ],
  };
}
