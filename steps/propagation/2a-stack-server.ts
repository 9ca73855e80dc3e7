import { listModels } from '../../services/clients/ollama.ts';
import { foundWords } from '../../services/clients/stack/found-stack.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Step, Verdict } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import { type ServingLab, serveCommand, whose } from './commands.ts';
import { carriedHere, headersHere } from './stack-here.ts';

/** How often its models are looked at, where they are not those of the ollama. */
const LOOKS = 3;

/** Starts the stack server, and asks for its version. */
export const stackServer: Step<ServingLab & Pick<Lab, 'foundStack' | 'stack'>> = {
  id: '2a',
  title: 'Stack server',
  standsOn: ['1c'],
  starts: 'stack',
  keyIdea:
    'The stack server runs tools for agents. The user’s token reaches it in a header of its own, beside the request.',
  explanation: [
    'Llama Stack is one HTTP API for models, agents and tools. Our agent talks only to this server; the server talks to MCP servers.',
    'A credential for a tool travels in the header X-LlamaStack-Provider-Data, as {"api_key": …}. The stack server does not look into it: it passes ' +
      'it on to the provider that serves the tool. Its own Authorization header would be for the stack server itself.',
    'A model would decide when to call a tool. This lesson makes the call itself, so that it needs no model.',
  ],
  here: (lab) => [...carriedHere(lab), ...headersHere(lab)],
  hints: [
    'A server that runs says so at /v1/health.',
    'It has to answer {"status":"OK"}, and 0.2.3 at /v1/version.',
    'If the port is taken by something else, end that, or start again with --port-stack and another number.',
  ],
  byHand: (lab, shell) => [
    { kind: 'server', text: serveCommand(lab, 'stack'), shows: 'The stack server … listens on …' },
    {
      kind: 'request',
      text: getCommand(`${lab.url('stack')}/v1/version`, shell, '-s', { headers: lab.foundStack.wants }),
      shows: `{"version":"${lab.foundStack.version}"}`,
    },
  ],
  run: ({ lab, signal, progress }) => lab.start('stack', signal, ({ text }) => progress(text)),
  checks: [
    {
      id: 'healthy',
      title: 'The stack server is healthy',
      look: async ({ lab, signal }) => {
        const stack = lab.stack(signal);
        const [health, found] = await Promise.all([stack.health(), stack.found()]);
        const isTutorials = found.generation.id === 'provider-data';
        const what = isTutorials ? `version ${found.version}` : foundWords(found);
        return { passed: health.status === 'OK', saw: `${health.status}, ${what}${whose(lab, 'stack')}` };
      },
    },
    {
      id: 'models',
      title: 'The stack server lists the models it can reach',
      // Which models a server of the learner's own can reach, its own configuration says.
      applies: (lab) => lab.running('stack')?.reports !== false,
      look: async ({ lab, signal }) => {
        const host = lab.url('model');
        let verdict: Verdict = { passed: false, saw: '' };
        // An ollama may come or go between two questions.
        for (let looked = 0; looked < LOOKS && !verdict.passed; looked += 1) {
          const [listed, ollama] = await Promise.all([lab.stack(signal).models(), listModels({ host, signal })]);
          const names = listed.map(({ provider_resource_id: name }) => String(name));
          verdict = judgeModels(names, ollama);
        }
        return verdict;
      },
    },
  ],
};

/** Whether the stack server lists what the ollama has; undefined stands for no ollama. */
export function judgeModels(listed: readonly string[], ollama: readonly string[] | undefined): Verdict {
  if (!ollama) {
    const saw = listed.length === 0 ? 'no models, and the tool call needs none' : `and yet ${listed.join(', ')} listed`;
    return { passed: listed.length === 0, saw: `no ollama answers: ${saw}` };
  }
  const missing = ollama.filter((name) => !listed.includes(name));
  return missing.length === 0
    ? { passed: true, saw: `${ollama.length} models from ollama` }
    : { passed: false, saw: `${missing.join(', ')} of ollama are not listed` };
}
