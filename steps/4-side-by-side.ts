import type { Lab } from '../services/lab.ts';
import { type Call, lastCall } from '../src/lesson/call.ts';
import type { Step } from '../src/lesson/step.ts';

export const sideBySide: Step<Lab> = {
  id: '4',
  title: 'Side by side',
  keyIdea: 'Two calls, one way, one difference: a token signed by the issuer the tool trusts, for the audience it is.',
  explanation: [
    'Here are the two calls beside each other: request, hops, log lines, result. They went the same way through the same parts.',
    'What made the difference is in the claims: iss, which the tool trusts, and aud, which names it. And a signature that only that issuer can make.',
  ],
  evidence: 'comparison',
  hints: [
    'Compare the two columns from the top: where do they differ first?',
    'The credential differs first, and then the answer of the tool. The parts between did the same thing twice.',
    'If a column is empty, run 3a or 3b again.',
  ],
  byHand: () => [],
  run: async () => {},
  checks: [
    {
      id: 'same-way',
      title: 'Both calls made the same request and went the same way',
      look: async ({ state }) => {
        const calls = [lastCall(state(), 'refused'), lastCall(state(), 'answered')];
        const [refused, answered] = calls.map((call) => call && wayOf(call));
        if (!refused || !answered)
          return { passed: false, saw: `no ${refused ? 'answered' : 'refused'} call was seen` };
        return {
          passed: refused === answered,
          saw: refused === answered ? 'same request, same way' : 'they went different ways',
        };
      },
    },
    {
      id: 'one-difference',
      title: 'They differ in the credential, and so in the answer',
      look: async ({ state }) => {
        const credentials = (['refused', 'answered'] as const).map((answer) => credentialOf(lastCall(state(), answer)));
        return { passed: credentials[0] !== credentials[1], saw: `${credentials.join(' against ')}` };
      },
    },
  ],
};

function wayOf(call: Call): string {
  return call.hops.map(({ from, to, request }) => `${from}→${to} ${request}`).join(', ');
}

function credentialOf(call: Call | undefined): string {
  return call?.hops[0]?.credential || 'no credential';
}
