import type { Around } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** Seconds that nobody minds, and the usual life of an access token (Keycloak's accessTokenLifespan), after which nothing is good for anything. */
const TOLERATED = 5;
const LIFE = 300;

/** This machine's clock against those that tokens are made by. */
export const clockCondition: ConditionRow<Pick<Around, 'provider'> & Partial<Pick<Around, 'engine'>>> = {
  id: 'clock',
  title: 'Clock',
  about:
    "This machine's clock against the `Date` of the identity provider, where one answers, and against that of the container engine, whose virtual machine has a clock of its own.",
  wayOut:
    'Set the clock by the network: `timedatectl set-ntp true` on Linux, `wsl --shutdown` for WSL, a restart of Docker Desktop, Colima or `podman machine` after a sleep.',
  neededBy: 'lab',
  look: async ({ provider, engine }, signal) => {
    const [realm, search] = await Promise.all([
      provider.issuer === undefined ? undefined : provider.look(signal),
      engine?.search(signal).catch(() => undefined),
    ]);
    const told = [
      lineOf('the identity provider', realm && 'skew' in realm ? realm.skew : undefined),
      lineOf('the container engine', search?.engine?.skew),
    ].flat();
    return told.length > 0 ? told : [{ state: 'ok', saw: 'nothing else here tells the time' }];
  },
};

function lineOf(whose: string, skew: number | undefined): readonly Seen[] {
  if (skew === undefined) return [];
  const line = { of: whose };
  const seconds = Math.abs(skew);
  if (seconds <= TOLERATED) return [{ ...line, state: 'ok', saw: `that of ${whose} says the same` }];
  const saw = `that of ${whose} is ${seconds} s ${skew > 0 ? 'ahead' : 'behind'}`;
  const effect =
    skew > 0
      ? 'Its tokens look as if they were used before they were issued'
      : `Its tokens ${seconds >= LIFE ? 'have expired when they come' : 'expire early'}`;
  const state = skew < 0 && seconds >= LIFE ? 'failure' : 'warning';
  return [{ ...line, state, saw, next: `${effect}: set both clocks by the network.` }];
}
