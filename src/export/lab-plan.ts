import { keycloakImage } from '../../services/identity/container/image.ts';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import { PARTS } from '../../services/parts.ts';
import { TutorialError } from '../errors.ts';

/** What is exported: one lab, and who learns in it. */
export interface LabPlan {
  readonly realm: RealmPlan;
  /** Names of the learners, each a user of the realm. */
  readonly learners: readonly string[];
  /** The parts' image, which is built from the export, and Keycloak's. */
  readonly image: string;
  readonly keycloakImage: string;
  /** Ports of loopback on which the parts are found from outside, by their names. */
  readonly ports: Readonly<Record<string, number>>;
}

/** What of a plan is said by whoever exports. */
export interface ExportWish extends Pick<LabPlan, 'realm' | 'image' | 'ports'> {
  /** How many. */
  readonly learners: number;
  /** A whole name, or only a tag. */
  readonly keycloakImage: string;
}

/** The parts that are asked from outside, each with its port inside: all but the model, which the stack server asks. */
export const DOORS = PARTS.filter(({ name }) => name !== 'model').map(({ name, port }) => ({ name, port }));

/** The plan of a lab; what port was not named is the tutorial's. Throws a TutorialError of kind usage where a port would be that of several. */
export function labPlan({ learners, ports, ...wish }: ExportWish): LabPlan {
  const all = { ...Object.fromEntries(DOORS.map(({ name, port }) => [name, port])), ...ports };
  const twice = Object.values(all).find((port, at, every) => every.indexOf(port) !== at);
  if (twice !== undefined)
    throw new TutorialError('usage', `The port ${twice} is named for more than one part.`, {
      next: 'Name another for one of them.',
    });
  return { ...wish, keycloakImage: keycloakImage(wish.keycloakImage), learners: learnerNames(learners), ports: all };
}

/** Names of so many learners: `learner-001` and on. */
function learnerNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `learner-${String(at + 1).padStart(3, '0')}`);
}

/** The issuer as every token names it, inside and outside: the address at which Keycloak is found from outside. */
export function issuerOf({ realm, ports }: Pick<LabPlan, 'realm' | 'ports'>): string {
  return `${outside('identity', ports)}/realms/${realm.realm}`;
}

/** Where a part is found from outside: on loopback alone, whoever wants it from elsewhere has to come by a tunnel. */
export function outside(part: string, ports: LabPlan['ports']): string {
  return `http://localhost:${ports[part]}`;
}
