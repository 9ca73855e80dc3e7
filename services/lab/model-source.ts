import { createOllama } from '../clients/ollama.ts';
import { ollamaAddress } from '../clients/ollama-address.ts';
import { isScripted } from '../clients/scripted.ts';
import type { BundledPart } from '../part/bundled-part.ts';
import { ownPart } from '../part/own-part.ts';
import type { PartSource, PartWiring } from '../part/part.ts';
import { withDeadline } from '../wire/deadline.ts';

/** Milliseconds. An ollama on this machine says at once what its models can do. */
const LOOK_MS = 2_000;
/** Models of it that are asked. */
const MODELS_ASKED = 20;
/** What can be done where an ollama does not answer. */
const WITHOUT_IT = 'Or take the scripted model: --ollama scripted.';

/** Which model is wanted, and what there is without one. */
export interface ModelSourceOptions {
  readonly part: string;
  /** `auto`, `scripted`, `none`, or the URL of an ollama. */
  readonly which: string;
  /** Where an ollama is, by OLLAMA_HOST; ollama's own address where it is left out. */
  readonly host: string | undefined;
  readonly scripted: BundledPart;
}

/**
 * Where the model of a lab comes from: the ollama that was named; or, by itself, the one of this machine, where that has a model which can call tools, and
 * else the scripted one, which is said aloud.
 */
export function modelSource({ part, which, host, scripted }: ModelSourceOptions): PartSource {
  if (which === 'scripted' || which === 'none') return scripted;
  if (which !== 'auto') return ownPart({ name: part, url: which, without: WITHOUT_IT });
  const at = ollamaAddress(host);
  let chosen: Promise<PartSource> | undefined;
  const choose = (signal: AbortSignal) => {
    chosen ??= canCallTools(at, signal).then((can) =>
      can ? ownPart({ name: part, url: at, without: WITHOUT_IT }) : scripted,
    );
    return chosen;
  };
  return {
    name: part,
    // Whoever looks at all parts need not wait for one that only a chapter asks: which it is, is found out when it is opened.
    look: (signal) => scripted.look(signal),
    prepare: async (wiring, signal, times) => (await choose(signal)).prepare?.(wiring, signal, times),
    open: async (wiring: PartWiring, signal) => {
      const source = await choose(signal);
      // Next time there may be one.
      chosen = undefined;
      if (source === scripted)
        wiring.onProgress({
          text: `no ollama with a model that calls tools answers at ${at}: a scripted one is taken`,
        });
      return source.open(wiring, signal);
    },
    close: () => scripted.close(),
  };
}

/** Whether an ollama answers there that has a model which can call tools. A scripted one that stands there is another run's. */
async function canCallTools(host: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await withDeadline(LOOK_MS, signal, async (during) => {
      const client = createOllama({ host, signal: during });
      const models = (await client.list()).filter((model) => !isScripted(model)).slice(0, MODELS_ASKED);
      const can = await Promise.all(models.map(({ name }) => client.capabilities(name)));
      return can.some((capabilities) => capabilities.includes('tools'));
    });
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
