import { clientOf, scopeOf } from '../services/identity/plan-lookup.ts';
import type { RealmPlan } from '../services/identity/realm-plan.ts';
import type { Step } from '../src/lesson/step.ts';
import { REALM } from './propagation/realm.ts';

/** What in the words of this course may have another name in a lab, and its name there. */
interface Named {
  readonly what: string;
  readonly inWords: string;
  readonly here: string;
}

/** The name that a thing has in a lab's realm, by the one that the course's words have for it. */
export function nameHere({ realm }: { readonly realm: RealmPlan }, inWords: string): string {
  return namesOf(realm).find((each) => each.inWords === inWords)?.here ?? inWords;
}

/** Which is which, in a line, as far as a step's words name what is called otherwise here; none where none of them does. */
export function namesSaid(step: Step<never>, realm: RealmPlan): readonly string[] {
  const words = JSON.stringify(step);
  const said = namesOf(realm).filter(({ inWords, here }) => here !== inWords && words.includes(inWords));
  if (said.length === 0) return [];
  return [
    `By the names of this deployment: ${said.map(({ what, inWords, here }) => `the ${what} ${inWords} is ${here}`).join('; ')}.`,
  ];
}

/** Where a lab's realm lacks one of them, for its chapter needs none, it has the name that it has in words. */
function namesOf(realm: RealmPlan): readonly Named[] {
  const { stack, tool } = REALM.clients;
  const { audience } = REALM.scopes;
  return [
    { what: 'realm', inWords: REALM.realm, here: realm.realm },
    { what: 'client', inWords: stack.id, here: 'stack' in realm.clients ? clientOf(realm, 'stack').id : stack.id },
    {
      what: 'scope',
      inWords: audience.name,
      here: 'audience' in realm.scopes ? scopeOf(realm, 'audience').name : audience.name,
    },
    { what: 'audience', inWords: tool.id, here: 'tool' in realm.clients ? clientOf(realm, 'tool').id : tool.id },
  ];
}
