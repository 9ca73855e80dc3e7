import { LAB_CONDITIONS } from '../../services/doctor/conditions-of-lab.ts';
import { examine } from '../../services/doctor/examine.ts';
import { lookAtProvider } from '../../services/doctor/provider-look.ts';
import { thisMachine } from '../../services/doctor/this-machine.ts';
import { adminFromEnvironment } from '../../services/identity/keycloak/admin-login.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Availability } from '../../services/part/part.ts';
import { withDeadline } from '../../services/wire/deadline.ts';
import type { Condition } from '../../src/evidence/condition.ts';

/** What of its lab step 0 looks at. */
export type LabOfConditions = Pick<Lab, 'look' | 'parts' | 'isReady' | 'wantedPort' | 'issuer'>;

/** What a part's source said, or why it could not. */
export type PartLook = { readonly found: Availability } | { readonly error: unknown };

const IDENTITY = 'identity';
const MODEL = 'model';
/** Milliseconds. Nobody starts a lesson to wait for a look: what has to be there, a later step says more of. */
const PATIENCE_MS = 1_000;
/** What there is to ask only of a provider of somebody else's. */
const OF_A_PROVIDER = ['provider', 'clock'];

/**
 * The conditions that this lab needs; where somebody reads along, those as well that commands by hand need. Nothing is looked for that the lab does not
 * ask for: of a container engine, only what the identity provider's own look has found. Throws the reason of the signal.
 */
export async function labConditions(
  lab: LabOfConditions,
  identity: PartLook,
  { signal, watched }: { readonly signal: AbortSignal; readonly watched: boolean },
): Promise<readonly Condition[]> {
  const looks = await Promise.all(
    lab.parts.map(async (part) => [part, part === IDENTITY ? identity : await lookAt(lab, part, signal)] as const),
  );
  const isOwn = (look: PartLook) => 'found' in look && look.found.kind === 'own';
  const around = {
    ...thisMachine(process.env, {
      hasContainer: 'found' in identity && identity.found.kind === 'container',
      holdersMs: PATIENCE_MS,
    }),
    parts: looks.map(([name, look]) => ({
      name,
      port: name === IDENTITY && isOwn(look) ? undefined : lab.wantedPort(name),
      // A tap before a server of the learner's stands beside it; an ollama is at home where the model is wanted.
      ...(isOwn(look) && { neighbour: 'a server of your own may be' }),
      ...(name === MODEL && { neighbour: 'an ollama is' }),
      runs: lab.isReady(name),
      look: async () => foundIn(look),
    })),
    provider: {
      issuer: isOwn(identity) ? lab.issuer : undefined,
      asked: true,
      makesRealm: adminFromEnvironment(process.env) !== undefined,
      look: (during: AbortSignal) => lookAtProvider(lab.issuer, PATIENCE_MS, during),
    },
  };
  const rows = LAB_CONDITIONS.filter(
    ({ id, neededBy }) =>
      (neededBy === 'lab' || (watched && neededBy === 'reader')) && (isOwn(identity) || !OF_A_PROVIDER.includes(id)),
  );
  return examine(rows, around, { signal, patienceMs: 2 * PATIENCE_MS });
}

/** What the source of a part says of it; a server of somebody else's is not waited for long. */
function lookAt(lab: LabOfConditions, part: string, signal: AbortSignal): Promise<PartLook> {
  return askedOnce(
    withDeadline(PATIENCE_MS, signal, (during) => lab.look(part, during)),
    signal,
  );
}

/** What came of a look. Rejects with the reason of the signal alone. */
export async function askedOnce(look: Promise<Availability>, signal: AbortSignal): Promise<PartLook> {
  try {
    return { found: await look };
  } catch (error) {
    signal.throwIfAborted();
    return { error };
  }
}

/** What was found. Throws what the look threw. */
export function foundIn(look: PartLook): Availability {
  if ('error' in look) throw look.error;
  return look.found;
}
