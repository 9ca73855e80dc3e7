import type { PartSource } from '../part/part.ts';
import { type Choice, choose, kindsMeant } from './choose.ts';
import { identityPart } from './embedded/part.ts';
import { mayAdminister } from './keycloak/admin-login.ts';
import type { IdentityProvider } from './provider.ts';
import type { IdentityWish } from './provider-kind.ts';

/** The identity provider that --idp asks for: chosen when it is first looked at, opened when its step runs. Each kind is loaded only when it may be it. */
export function identitySource(wish: IdentityWish): PartSource<IdentityProvider> {
  const hasAdmin = mayAdminister(wish.env, wish.identity);
  let choice: Promise<Choice> | undefined;
  const chosen = (signal: AbortSignal) => {
    // A choice that could not be made is made again at the next try: the engine may run by then.
    choice ??= choose(wish, hasAdmin, signal).catch((error) => {
      choice = undefined;
      throw error;
    });
    return choice;
  };
  return {
    name: identityPart.name,
    look: async (signal) => {
      const { kind, saw } = await chosen(signal);
      return { passed: true, saw, kind: kind.whose };
    },
    prepare: async (wiring, signal, times) => (await chosen(signal)).source.prepare?.(wiring, signal, times),
    open: async (wiring, signal) => (await chosen(signal)).source.open(wiring, signal),
    adopt: async (part) => {
      for (const kind of kindsMeant(wish.wanted, hasAdmin)) {
        const adopted = (await kind.source(wish)).adopt?.(part);
        if (adopted) return adopted;
      }
      return { refused: `its identity provider is the one of --idp ${wish.wanted}` };
    },
    close: async () => {
      const made = await choice?.catch(() => undefined);
      await made?.source.close?.();
    },
  };
}
