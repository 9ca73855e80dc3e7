import { createOllama, type OllamaClient } from '../../services/clients/ollama.ts';
import type { ListedModel } from '../../services/clients/ollama-answers.ts';
import { isScripted } from '../../services/clients/scripted.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { MODEL } from './way.ts';

/** Models of one ollama that are looked at. */
const MOST_LOOKED_AT = 30;

/** What the steps of this chapter take of the lab to ask a model. */
export type ModelLab = Pick<Lab, 'model' | 'records' | 'url' | 'isReady' | 'running'>;

/** A model, and what it can do. */
export interface KnownModel {
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly scripted: boolean;
}

/** The client of the lab's model; `traceId` is of the call that its requests belong to. */
export function modelClient(lab: Pick<Lab, 'url' | 'model'>, signal: AbortSignal, traceId?: string): OllamaClient {
  const { which } = lab.model;
  // It is asked through the tap; whoever named an address knows it by that.
  return createOllama({ host: lab.url(MODEL), signal, traceId, ...(URL.canParse(which) && { shownAs: which }) });
}

/** The models that there are, and what each can do. Throws a TutorialError where nobody answers. */
export async function knownModels(client: OllamaClient): Promise<readonly KnownModel[]> {
  const listed = (await client.list()).slice(0, MOST_LOOKED_AT);
  return Promise.all(
    listed.map(async (model: ListedModel) => ({
      name: model.name,
      capabilities: await client.capabilities(model.name),
      scripted: isScripted(model),
    })),
  );
}

/** Whether a model can decide on the call of a tool. */
export function callsTools({ capabilities }: Pick<KnownModel, 'capabilities'>): boolean {
  return capabilities.includes('tools');
}

/**
 * The model that the chapter asks: the one that was typed in step 5.1, else the one of the command line, else the first that can call tools. Throws a
 * TutorialError where there is none, or it can call none.
 */
export async function chosenModel(
  client: OllamaClient,
  { model: { name: asked } }: Pick<Lab, 'model'>,
  state: SessionState,
): Promise<string> {
  const wanted = typedModel(state) || asked;
  if (wanted) {
    if (callsTools({ capabilities: await client.capabilities(wanted) })) return wanted;
    throw none(`The model ${wanted} can call no tools.`);
  }
  for (const { name } of (await client.list()).slice(0, MOST_LOOKED_AT))
    if (callsTools({ capabilities: await client.capabilities(name) })) return name;
  throw none('No model here can call tools.');
}

/** The name that was typed last in the form of step 5.1; empty where none was. */
function typedModel({ steps }: SessionState): string {
  return (
    steps
      .find(({ id }) => id === '5.1')
      ?.submissions.at(-1)
      ?.values.model?.trim() ?? ''
  );
}

function none(message: string): TutorialError {
  return new TutorialError('check-failed', message, {
    why: 'ollama says so by its capabilities.',
    next: 'Have one pulled in step 5.1, or take the scripted one: --ollama scripted',
  });
}
