import type { Lab } from '../../services/lab/lab.ts';
import { type Call, provedCall } from '../../src/lesson/call.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Step, Verdict } from '../../src/lesson/step.ts';
import { comparison } from './comparison.ts';
import { isGuarded } from './group-here.ts';
import { WAY } from './way.ts';

/** The steps whose calls are compared: what was proved there, in this run. */
const CALLS: readonly string[] = ['3a', '3b'];

/** Puts the two calls beside each other. */
export const sideBySide: Step<Pick<Lab, 'mcp' | 'running'>> = {
  id: '4',
  title: 'Side by side',
  standsOn: ['3a', '3b'],
  keyIdea: 'Two calls, one way, one difference: a token signed by the issuer the tool trusts, for the audience it is.',
  explanation: [
    'Here are the two calls beside each other: request, hops, log lines, result. They went the same way through the same parts.',
    'What made the difference is in the claims: iss, which the tool trusts, and aud, which names it. And a signature that only that issuer can make.',
  ],
  here: (lab) => (isGuarded(lab) ? ['Here the first call ended at your MCP server, which did not let it in.'] : []),
  exhibits: (state) => (isDone(state) ? comparison(state) : []),
  hints: [
    'Compare the two columns from the top: where do they differ first?',
    'The credential differs first, and then the answer of the tool. The parts between did the same thing twice.',
    'If a column is empty, run 3a or 3b again.',
  ],
  byHand: () => [],
  notByHand: 'Nothing is done here: what the steps before have shown is put together.',
  run: async () => {},
  checks: [
    {
      id: 'same-way',
      title: 'Both calls made the same request and went the same way',
      // One of them was not let in.
      applies: (lab) => !isGuarded(lab),
      look: async ({ state }) => {
        const [refused, answered] = CALLS.map((id) => provedCall(state(), id, WAY));
        if (!refused || !answered) return notProved(refused ? '3b' : '3a');
        const passed = wayOf(refused) === wayOf(answered);
        return { passed, saw: passed ? `both times ${partiesOf(refused)}` : 'they went different ways' };
      },
    },
    {
      id: 'one-difference',
      title: 'They differ in the credential, and so in the answer',
      look: async ({ state }) => {
        const [refused, answered] = CALLS.map((id) => provedCall(state(), id, WAY));
        if (!refused || !answered) return notProved(refused ? '3b' : '3a');
        const credentials = [credentialOf(refused), credentialOf(answered)];
        return { passed: credentials[0] !== credentials[1], saw: credentials.join(' against ') };
      },
    },
  ],
};

function isDone({ steps }: SessionState): boolean {
  return steps.some(({ id, status }) => id === '4' && status === 'done');
}

function notProved(id: string): Verdict {
  return { passed: false, saw: `step ${id} is not proved in this run`, next: `Run step ${id}, then this one.` };
}

function wayOf(call: Call): string {
  return call.hops.map(({ from, to, request }) => `${from}→${to} ${request}`).join(', ');
}

function partiesOf({ hops }: Call): string {
  return [...new Set(hops.flatMap(({ from, to }) => [from, to]))].join(' → ');
}

function credentialOf(call: Call): string {
  return call.hops[0]?.credential.text || 'no credential';
}
