import { isLoopback, LOOPBACK_ADDRESSES } from '../../wire/loopback.ts';
import { addressesOf } from '../../wire/resolver.ts';
import { tryLoopback } from '../../wire/try-loopback.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

const NAME = 'localhost';
const [IPV4] = LOOPBACK_ADDRESSES;

/** Where the system leads who asks for localhost: browsers, and the commands that a person pastes. The program itself asks nobody. */
export const localhostCondition: ConditionRow<unknown> = {
  id: 'localhost',
  title: 'localhost',
  about:
    'What `localhost` resolves to. The program itself asks no resolver for it, but browsers and the commands by hand do.',
  wayOut:
    'Let /etc/hosts (on Windows System32\\drivers\\etc\\hosts) say `127.0.0.1 localhost`, and nothing else of it but `::1 localhost`.',
  neededBy: 'reader',
  look: async () => [await judged(await addressesOf(NAME))],
};

async function judged(resolved: readonly string[] | { readonly code: string }): Promise<Seen> {
  if ('code' in resolved)
    return {
      state: 'warning',
      saw: `does not resolve: ${resolved.code}`,
      next: 'Commands by hand and browsers need it: let /etc/hosts say 127.0.0.1 localhost',
    };
  const saw = resolved.join(', ');
  const foreign = resolved.find((address) => !isLoopback(address));
  if (foreign !== undefined)
    return {
      state: 'warning',
      saw,
      next: `Browsers and commands by hand send passwords to ${foreign}, which is not this machine: take it out of /etc/hosts.`,
    };
  const tried = await Promise.all(resolved.map((address) => tryLoopback(address)));
  if (tried.includes('reached')) return { state: 'ok', saw };
  return {
    state: 'warning',
    saw: `${saw}, where nothing can be reached`,
    next: resolved.includes(IPV4)
      ? 'Commands by hand and browsers go there: see what is said of Loopback.'
      : `Commands by hand and browsers go there: let /etc/hosts say ${IPV4} localhost`,
  };
}
