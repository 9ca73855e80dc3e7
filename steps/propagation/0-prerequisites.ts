import type { Step, Verdict } from '../../src/lesson/step.ts';
import { isNewEnough, OLDEST_NODE } from '../../src/version.ts';
import { conditionsTable } from './conditions-table.ts';
import { askedOnce, foundIn, type LabOfConditions, labConditions, type PartLook } from './lab-conditions.ts';

const ID = '0';

/** Looks at what the lesson needs of this machine, and starts nothing. */
export const prerequisites: Step<LabOfConditions, PartLook> = {
  id: ID,
  title: 'Prerequisites',
  keyIdea: 'Everything in this lesson runs on your machine, on loopback addresses only.',
  explanation: [
    'The tutorial asks for Python, conda, Go, ollama and a container runtime. Here its parts come along: an identity provider, a tool ' +
      'server, an MCP server and a stack server. Each is a process of its own with a port of its own, and they speak HTTP with each other.',
    'Nothing is acted. Every step does the real thing over real sockets, and is done only when a look at the world says so. The parts are ' +
      'Node.js programs that answer, and write their logs, in the words of those they stand for: a Go server, FastMCP, Llama Stack.',
  ],
  afterwards: [
    'What is amiss on this machine stands first in the table. `tutorial-tui doctor` looks at the same and at more, whenever you like.',
  ],
  hints: [
    'All this step needs is a Node.js that is new enough.',
    `node --version has to say v${OLDEST_NODE} or later.`,
    'Install the current Node.js LTS, open a new terminal, and start again.',
  ],
  byHand: () => [{ kind: 'request', text: 'node --version', shows: `v${OLDEST_NODE} or later` }],
  failsAs: 'prerequisite-missing',
  // Where the provider has a container engine looked for, or a person asked, that is done once, here.
  run: async ({ lab, signal, watched, tell }) => {
    const identity = await askedOnce(lab.look('identity', signal), signal);
    tell({ type: 'conditions', step: ID, conditions: [...(await labConditions(lab, identity, { signal, watched }))] });
    return identity;
  },
  exhibits: ({ steps }) => {
    const conditions = steps.find(({ id }) => id === ID)?.conditions ?? [];
    return conditions.length > 0 ? [conditionsTable(conditions)] : [];
  },
  checks: [
    {
      id: 'node',
      title: `Node.js is ${OLDEST_NODE} or later`,
      look: async () => judgeNode(process.versions.node),
    },
    {
      id: 'identity-choice',
      title: 'There is an identity provider to start',
      look: async ({ lab, signal }, made) => {
        const { passed, saw } = made ? foundIn(made) : await lab.look('identity', signal);
        return { passed, saw };
      },
    },
  ],
};

/** Whether this Node.js is new enough. */
export function judgeNode(version: string): Verdict {
  return { passed: isNewEnough(version), saw: `node ${version}` };
}
