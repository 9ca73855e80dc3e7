import type { Hop } from './hop.ts';

/** The carrier of a call that brought no credential: where one might have stood is not said. */
export const NO_CARRIER = 'none';

type Carried = Pick<Hop, 'carrier' | 'credential'>;

/** What the credential of a hop stood in; empty where nothing was carried. */
export function carrierOf({ carrier }: Pick<Hop, 'carrier'>): string {
  return carrier === NO_CARRIER ? '' : carrier;
}

/** What a hop brought, and in what: `eyJ... in _meta.api_key`, or `no credential`. */
export function carriedWords(hop: Carried): string {
  const carrier = carrierOf(hop);
  return [hop.credential.text || 'no credential', carrier && `in ${carrier}`].filter(Boolean).join(' ');
}
