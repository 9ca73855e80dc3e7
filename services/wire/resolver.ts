import { lookup } from 'node:dns/promises';

/** Where the system leads who asks for a name, in its order; or the code of its refusal. Our own clients ask it for no loopback name (`loopback.ts`). */
export async function addressesOf(name: string): Promise<readonly string[] | { readonly code: string }> {
  try {
    const found = await lookup(name, { all: true, verbatim: true });
    return [...new Set(found.map(({ address }) => address))];
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}
