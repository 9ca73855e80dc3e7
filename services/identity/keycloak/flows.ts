import type { Flow } from '../realm-plan.ts';

/** How Keycloak calls the ways in which a client may get tokens; in the order of its console. */
export const FLOWS: Readonly<Record<Flow, { readonly words: string; readonly label: string }>> = {
  code: { words: 'standard flow', label: 'Standard flow' },
  password: { words: 'direct access grants', label: 'Direct access grants' },
  'client-credentials': { words: 'service account', label: 'Service account roles' },
  device: { words: 'device grant', label: 'OAuth 2.0 Device Authorization Grant' },
};

/** What Keycloak's console calls the switch for exchanges (RFC 8693). */
export const EXCHANGE = { words: 'token exchange', label: 'Standard Token Exchange' };

/** What it calls the proof that a login has to bring (RFC 7636), where it has to. */
export const PKCE = { words: 'PKCE', label: 'Require PKCE' };

/** A client's flows in words of one kind, e.g. `standard flow and direct access grants`; undefined where it has none. */
export function flowsInWords(flows: readonly Flow[], kind: 'words' | 'label'): string | undefined {
  const all = Object.entries(FLOWS).flatMap(([flow, names]) => (flows.includes(flow as Flow) ? names[kind] : []));
  const last = all.pop();
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}
