import { TutorialError } from '../../../src/errors.ts';
import { type CapableModel, createOllama } from '../../clients/ollama.ts';
import { ollamaAddress } from '../../clients/ollama-address.ts';
import { isScripted } from '../../clients/scripted.ts';
import type { Around, OllamaAround } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** Models that are asked what they can do. */
const MODELS_ASKED = 20;

interface Found {
  readonly version: string;
  /** How many there are, and those that were asked. */
  readonly count: number;
  readonly models: readonly CapableModel[];
  /** Whether it is a scripted model's server, which another run or `serve model` has there. */
  readonly scripted: boolean;
}

/** The ollama that chapter 5 may ask, and its models. */
export const ollamaCondition: ConditionRow<Pick<Around, 'ollama'>> = {
  id: 'ollama',
  title: 'ollama',
  about:
    'Whether an ollama answers (`--ollama`, `OLLAMA_HOST`, or its usual address), its version, its models, and which of them can call tools. The scripted model takes its place where it was not asked for by its URL.',
  wayOut: '`ollama serve`, and `ollama pull` of a model that can call tools; or `--ollama scripted`, which needs none.',
  neededBy: 'doctor',
  look: async ({ ollama }, signal) => {
    const { which, host } = ollama;
    if (which === 'scripted' || which === 'none') return [{ state: 'ok', saw: `not asked: --ollama ${which}` }];
    const at = which === 'auto' ? ollamaAddress(host) : which;
    try {
      return [judged(await found(at, signal, ollama.model), at, ollama)];
    } catch (error) {
      if (!(error instanceof TutorialError)) throw error;
      return [absent(error, ollama)];
    }
  },
};

async function found(host: string, signal: AbortSignal, named: string | undefined): Promise<Found> {
  const client = createOllama({ host, signal });
  const version = await client.version();
  const listed = await client.list();
  const models = listed.filter((model) => !isScripted(model));
  // The one that is asked for before all others.
  const asked = models.toSorted((a, b) => Number(isCalled(b, named)) - Number(isCalled(a, named)));
  const capable = asked.slice(0, MODELS_ASKED).map(async (model) => ({
    ...model,
    capabilities: await client.capabilities(model.name).catch(() => []),
  }));
  const scripted = listed.length > 0 && models.length === 0;
  return { version, count: models.length, models: await Promise.all(capable), scripted };
}

/** Whether somebody who says this name means the model. */
function isCalled({ name }: Pick<CapableModel, 'name'>, named: string | undefined): boolean {
  return name === named || name === `${named}:latest`;
}

function absent({ message, why, next }: TutorialError, { which, host }: OllamaAround): Seen {
  if (which === 'auto' && !host) return { state: 'ok', saw: 'none answers: the scripted model is taken' };
  const state = which === 'auto' ? 'warning' : 'failure';
  return { state, saw: message, ...(why && { details: [why] }), ...(next && { next }) };
}

function judged({ version, count, models, scripted }: Found, at: string, { which, model: named }: OllamaAround): Seen {
  if (scripted) return { state: 'ok', saw: `a scripted model answers at ${at}; no ollama does` };
  const able = models.filter(({ capabilities }) => capabilities.includes('tools'));
  const details = models.map(({ name, capabilities }) =>
    capabilities.includes('tools') ? `${name} can call tools` : `${name} cannot call tools`,
  );
  const some = count > models.length ? `, ${models.length} of them asked` : '';
  const saw = `${version} at ${at}, ${count} ${count === 1 ? 'model' : 'models'}${some}`;
  if (named !== undefined && !able.some((model) => isCalled(model, named))) {
    const isThere = models.some((model) => isCalled(model, named));
    const next = isThere ? 'Name a model that can call tools: --model.' : `Have it pulled: ollama pull ${named}`;
    return {
      state: 'failure',
      saw: `${saw}; ${named} ${isThere ? 'cannot call tools' : 'is not there'}`,
      details,
      next,
    };
  }
  if (able.length > 0) return { state: 'ok', saw, details };
  const next = `Have a model pulled that can call tools, or take --ollama scripted${which === 'auto' ? ', which is taken now' : ''}.`;
  return { state: 'warning', saw: `${saw}, none of which can call tools`, details, next };
}
