import { createHash } from 'node:crypto';

/** A model that this server has: a script that says so of itself, wherever a model can say what it is. */
export interface ScriptedModel {
  /** With its tag, as ollama lists it. */
  readonly name: string;
  /** What it can do, as POST /api/show says it. */
  readonly capabilities: readonly ('completion' | 'tools')[];
}

/** All there are: one that calls tools, and one that cannot, as many a real one. */
const MODELS: readonly ScriptedModel[] = [
  { name: 'scripted:latest', capabilities: ['completion', 'tools'] },
  { name: 'scripted-plain:latest', capabilities: ['completion'] },
];

/** There were none before. */
const MODIFIED_AT = '2026-12-01T00:00:00Z';
/** In place of a family of models: nobody shall take it for one. */
const SCRIPTED = 'scripted';
const DETAILS = {
  parent_model: '',
  format: SCRIPTED,
  family: SCRIPTED,
  families: [SCRIPTED],
  parameter_size: '0',
  quantization_level: 'none',
};

/** The model of a name, with its tag or without; undefined where there is none. */
export function modelNamed(name: string): ScriptedModel | undefined {
  const wanted = name.includes(':') ? name : `${name}:latest`;
  return MODELS.find((model) => model.name === wanted);
}

/** GET /api/tags: one row a model. */
export function listed() {
  return MODELS.map((model) => ({
    name: model.name,
    model: model.name,
    modified_at: MODIFIED_AT,
    size: Buffer.byteLength(modelfile(model)),
    digest: digestOf(model),
    details: DETAILS,
  }));
}

/** POST /api/show: what a model is, and what it can do. */
export function described(model: ScriptedModel) {
  return {
    modelfile: modelfile(model),
    parameters: '',
    template: model.capabilities.includes('tools') ? '{{ .Tools }}{{ .Prompt }}' : '{{ .Prompt }}',
    details: DETAILS,
    model_info: { 'general.architecture': SCRIPTED },
    capabilities: model.capabilities,
    modified_at: MODIFIED_AT,
  };
}

/** What it is made of, by its SHA-256: 64 hex digits. */
export function digestOf(model: ScriptedModel): string {
  return createHash('sha256').update(modelfile(model)).digest('hex');
}

/** Bytes of what it is made of. */
export function sizeOf(model: ScriptedModel): number {
  return Buffer.byteLength(modelfile(model));
}

function modelfile({ name, capabilities }: ScriptedModel): string {
  return `# ${name} is scripted: fixed rules in the place of a model, in services/model-server/script.ts of tutorial-tui.\n# ${capabilities.join(', ')}\n`;
}
