import type { SessionEvent } from '../../../../src/lesson/events.ts';
import { Session, type SessionOptions } from '../../../../src/lesson/session.ts';
import type { Step } from '../../../../src/lesson/step.ts';

/** What the sessions of these tests act on. */
export interface World {
  door: 'open' | 'shut';
}

/** A step that opens the door, and looks whether it is open. */
export const openTheDoor: Step<World> = {
  id: 'open',
  title: 'Door',
  keyIdea: 'Doors open.',
  explanation: ['Open it.'],
  hints: ['It is a door.', 'Pull.', 'Pull harder.'],
  byHand: () => [],
  run: async ({ lab, signal }) => {
    signal.throwIfAborted();
    lab.door = 'open';
  },
  checks: [
    {
      id: 'open',
      title: 'The door is open',
      look: async ({ lab }) => ({ passed: lab.door === 'open', saw: `it is ${lab.door}` }),
    },
  ],
};

/** A session of one step: that one, as changed; and what it told. */
export function sessionWith(step: Partial<Step<World>> = {}, more: Pick<SessionOptions<World>, 'now' | 'cause'> = {}) {
  const events: SessionEvent[] = [];
  const world: World = { door: 'shut' };
  const session = new Session<World>({
    chapters: [
      { id: 'house', title: 'The house', way: ['you', 'door'], glossary: [], steps: [{ ...openTheDoor, ...step }] },
    ],
    lab: world,
    onEvent: (event) => events.push(event),
    ...more,
  });
  session.start({ version: '0', node: '20', parts: ['door'] });
  return { session, events, world, shown: () => session.state.steps[0] };
}

/** No end of the run. */
export const never = () => new AbortController().signal;
