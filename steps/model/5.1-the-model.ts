import type { Lab } from '../../services/lab/lab.ts';
import type { TableExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Step } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import { serveCommand } from '../propagation/commands.ts';
import { callsTools, chosenModel, type KnownModel, knownModels, type ModelLab, modelClient } from './chosen-model.ts';
import { withoutModel } from './left-out.ts';
import { MODEL } from './way.ts';

const ID = '5.1';
/** Characters of a model's name. */
const LONGEST_NAME = 100;

/** Finds out which models there are, and what they can do; has one pulled where the learner wants that. */
export const theModel: Step<ModelLab & Pick<Lab, 'start' | 'program' | 'usualPort'>> = {
  id: ID,
  title: 'The model',
  starts: MODEL,
  leftOut: withoutModel,
  keyIdea: 'A model says what comes next. Some can answer with the call of a tool; which can, their server says.',
  explanation: [
    'An ollama runs models on one’s own machine. Where one is here that has a model which can call tools, this chapter asks that. Else it takes the scripted ' +
      'one that comes along: fixed rules in the place of a model, which say so of themselves. What this chapter proves is the same with either.',
    'Whether a model can call tools is asked, not guessed by its name: /api/show names its capabilities.',
    'Nothing is fetched by itself. If you want a model that you do not have, say so in the form: ollama pulls it from its library, which may take gigabytes.',
  ],
  form: [
    {
      kind: 'choice',
      id: 'pull',
      label: 'pull it',
      help: 'Whether ollama is to fetch the model that is named below.',
      choices: [
        { value: 'no', label: 'no, take what is there' },
        { value: 'yes', label: 'yes, fetch it now' },
      ],
    },
    {
      kind: 'text',
      id: 'model',
      label: 'which model',
      help: 'Its name, e.g. qwen3:0.6b. Left empty, the first that can call tools.',
      initial: '',
      longest: LONGEST_NAME,
      problem: (text) => (/^[\w./:-]*$/.test(text.trim()) ? undefined : 'A model’s name is like qwen3:0.6b.'),
    },
  ],
  exhibits: modelsExhibit,
  hints: [
    'Ask the server for its version, and for its models.',
    'A model without tools among its capabilities can only talk. llama3.2:1b and qwen3:0.6b are small, and can call tools.',
    'To go on without any model of your own, start again with --ollama scripted.',
  ],
  byHand: (lab, shell) => [
    { kind: 'server', text: serveCommand(lab, MODEL), shows: 'The model server … listens on …, scripted' },
    { kind: 'request', text: getCommand(`${lab.url(MODEL)}/api/tags`, shell), shows: 'the models that there are' },
  ],
  run: async ({ lab, signal, progress, tell }, values) => {
    await lab.start(MODEL, signal, ({ text }) => progress(text));
    const client = modelClient(lab, signal);
    const name = values.model?.trim() ?? '';
    if (values.pull === 'yes' && name !== '')
      await client.pull(name, ({ text, fraction }) => progress(`${name}: ${text}`, fraction));
    const models = await knownModels(client);
    tell({ type: 'findings', step: ID, findings: models.map(findingOf) });
  },
  checks: [
    {
      id: 'answers',
      title: 'A server of models answers',
      look: async ({ lab, signal }) => {
        const version = await modelClient(lab, signal).version();
        return {
          passed: version !== '',
          saw: `ollama ${version}${lab.running(MODEL)?.kind === 'own' ? ', your own' : ''}`,
        };
      },
    },
    {
      id: 'calls-tools',
      title: 'It has a model to make the call',
      look: async ({ lab, signal, state }) => {
        const client = modelClient(lab, signal);
        const name = await chosenModel(client, lab, state());
        const [model] = (await knownModels(client)).filter(
          (each) => each.name === name || each.name === `${name}:latest`,
        );
        return { passed: true, saw: `${name} can call tools${model?.scripted ? ' (scripted: no real model)' : ''}` };
      },
    },
  ],
};

function findingOf(model: KnownModel) {
  const { name, capabilities, scripted } = model;
  return {
    id: name,
    title: name,
    state: 'present' as const,
    saw: [
      capabilities.join(', ') || 'says nothing of what it can do',
      callsTools(model) ? 'can be given a tool' : 'can be given no tool',
      ...(scripted ? ['scripted, no real model'] : []),
    ].join('; '),
    byHand: '',
    repairable: false,
  };
}

/** The models that there were; nothing while nobody has looked. */
function modelsExhibit({ steps }: SessionState): readonly TableExhibit[] {
  const findings = steps.find(({ id }) => id === ID)?.findings ?? [];
  if (findings.length === 0) return [];
  const rows = findings.map(({ title, saw }) => ({ ok: true, cells: [title, saw] }));
  return [
    { kind: 'table', title: 'The models, and what each can do', heads: ['model', 'what its server says of it'], rows },
  ];
}
