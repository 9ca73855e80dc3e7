import type { DoorId } from './row.ts';

/** Where the parts are that a refusal may name. */
export type Parties = Readonly<Partial<Record<DoorId, string>>>;

/** httpx's words for a refusal that it met (docs/references/mcp-server.md#words-of-failures). */
const HTTPX = /'(?:4\d\d) [^']*' for url '([^'\s]+)'/;

/** Which part said no, by the address that the words of a refusal name; undefined where they name none that is known. Pure. */
export function whoRefused(said: string, parties: Parties): string | undefined {
  const [, address] = HTTPX.exec(said) ?? [];
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { origin } = new URL(address);
  return Object.entries(parties).find(([, url]) => new URL(url).origin === origin)?.[0];
}
