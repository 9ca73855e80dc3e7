import type { Chapter } from '../../../../src/lesson/chapter.ts';
import type { Step } from '../../../../src/lesson/step.ts';

/** A lab in which there are doors, and somebody who cuts keys for them. */
export interface House {
  locksmith: 'away' | 'at work';
  readonly open: Set<string>;
}

/** A house in which nothing is open. */
export function closedHouse(): House {
  return { locksmith: 'away', open: new Set() };
}

const WORDS = {
  keyIdea: 'Doors open.',
  explanation: ['Open it.'],
  hints: ['A door.', 'Pull.', 'Pull harder.'],
} as const;

/** A step that opens a door, or finds it open. */
function door(id: string, title: string, standsOn: readonly string[]): Step<House> {
  return {
    ...WORDS,
    id,
    title,
    standsOn,
    byHand: () => [{ kind: 'request', text: `open the ${id}`, shows: `the ${id} is open` }],
    run: async ({ lab, signal, tell }) => {
      signal.throwIfAborted();
      if (lab.locksmith === 'at work') lab.open.add(id);
      tell({ type: 'findings', step: id, findings: [hinge(id)] });
    },
    checks: [
      {
        id: 'open',
        title: `The ${id} is open`,
        look: async ({ lab }) => ({ passed: lab.open.has(id), saw: `it is ${lab.open.has(id) ? 'open' : 'shut'}` }),
      },
    ],
    exhibits: (state) => {
      const findings = state.steps.find((step) => step.id === id)?.findings ?? [];
      return findings.length > 0 ? [{ kind: 'findings', title: 'Its hinges', findings }] : [];
    },
  };
}

function hinge(id: string) {
  return { id, title: 'A hinge', state: 'present', saw: 'it turns', byHand: 'Oil it', repairable: true } as const;
}

const bell: Step<House> = {
  ...WORDS,
  id: 'bell',
  title: 'Bell',
  byHand: () => [],
  run: async () => {},
  checks: [{ id: 'rings', title: 'The bell rings', look: async () => ({ passed: true, saw: 'a ring' }) }],
};

const key: Step<House> = {
  ...WORDS,
  id: 'key',
  title: 'Key',
  starts: 'locksmith',
  byHand: () => [],
  run: async ({ lab }) => {
    lab.locksmith = 'at work';
  },
  checks: [
    {
      id: 'works',
      title: 'The locksmith is at work',
      look: async ({ lab }) => ({ passed: lab.locksmith === 'at work', saw: `he is ${lab.locksmith}` }),
    },
  ],
};

/** A course about doors: of the engine it needs everything, and of the program nothing else. */
export const DOORS: readonly Chapter<House>[] = [
  {
    id: 'house',
    title: 'The house',
    way: ['you', 'hall', 'parlour'],
    glossary: [['hinge', 'What a door turns on.']],
    steps: [bell, key, door('hall', 'Hall', ['key']), door('parlour', 'Parlour', ['hall'])],
  },
  {
    id: 'garden',
    title: 'The garden',
    way: ['you', 'gate'],
    glossary: [],
    // The first stands on a step of the chapter before, the second on both chapters.
    steps: [door('gate', 'Gate', ['key']), door('arbour', 'Arbour', ['parlour', 'gate'])],
  },
];
