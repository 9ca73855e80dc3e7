import { discover } from '../../services/identity/discovery.ts';
import type { Lab } from '../../services/lab/lab.ts';

/** The names of this machine, each with the other one. */
const OTHER_NAMES: Readonly<Record<string, string>> = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };

/** The same place by its other name: a URL at localhost as one at 127.0.0.1, and the other way round; undefined where it has none that we know. */
export function otherNameOf(text: string): string | undefined {
  const url = new URL(text);
  const other = OTHER_NAMES[url.hostname];
  if (other === undefined) return undefined;
  url.hostname = other;
  // An issuer is compared letter by letter: URL adds a slash where there is no path.
  return text.endsWith('/') ? url.href : url.href.replace(/\/$/, '');
}

/** Why a lab's identity provider cannot be had under another name; undefined where it answers to one, and calls itself so. */
export async function notByOtherName(lab: Pick<Lab, 'issuer'>, signal: AbortSignal): Promise<string | undefined> {
  const other = otherNameOf(lab.issuer);
  if (other === undefined) return `no other name is known of ${new URL(lab.issuer).host}`;
  const { endpoints } = await discover(other, signal);
  if (endpoints?.issuer === other) return undefined;
  return `asked as ${new URL(other).host}, the identity provider calls itself ${endpoints?.issuer ?? 'nothing'} all the same`;
}
