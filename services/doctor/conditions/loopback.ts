import { networkInterfaces } from 'node:os';
import { LOOPBACK_ADDRESSES } from '../../wire/loopback.ts';
import { tryLoopback } from '../../wire/try-loopback.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

const [IPV4] = LOOPBACK_ADDRESSES;

/** Both addresses of this machine to itself. */
export const loopbackCondition: ConditionRow<unknown> = {
  id: 'loopback',
  title: 'Loopback',
  about: 'Whether one can listen on 127.0.0.1 and on ::1 and be reached there.',
  wayOut:
    'Let the interface `lo` be up (`ip link set lo up`), and no firewall stand between this machine and itself. Where there is no ::1, nobody can take it, and it is done without.',
  neededBy: 'lab',
  look: () => Promise.all(LOOPBACK_ADDRESSES.map((address) => lineOf(address))),
};

async function lineOf(address: string): Promise<Seen> {
  const line = { of: address, title: `Loopback, ${address}` };
  const tried = await tryLoopback(address);
  if (tried === 'reached') return { ...line, state: 'ok', saw: 'reached' };
  if (tried === 'absent' && address !== IPV4)
    return { ...line, state: 'ok', saw: 'this machine has none, and does without' };
  const saw = tried === 'absent' ? 'this machine has none' : tried === 'silent' ? 'listens, and is not reached' : tried;
  return {
    ...line,
    // Whatever of ours is reached by name is tried on the first of the two.
    state: address === IPV4 ? 'failure' : 'warning',
    saw,
    // One can listen at an interface that is down as well, and is not reached.
    next:
      tried === 'silent' && isUp(address)
        ? 'See to it that no firewall stands between this machine and itself.'
        : 'Let the loopback interface be up: ip link set lo up',
  };
}

/** Of interfaces that are down the system names none. */
function isUp(address: string): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some((each) => each.address === address));
}
