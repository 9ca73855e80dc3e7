import { bundledPart } from '../../part/bundled-part.ts';
import { credentialVariables } from '../credentials.ts';
import type { IdentityWish, ProviderSource } from '../provider-kind.ts';
import { embeddedProvider } from './embedded-provider.ts';
import { identityPart } from './part.ts';

/** The embedded provider, in a process of ours or in one that the learner has started. */
export function embeddedSource({ plan, credentials, spawner }: IdentityWish): ProviderSource {
  const part = bundledPart({ part: identityPart, spawner, env: credentialVariables(credentials) });
  return {
    title: 'the embedded one',
    look: async () => ({ is: 'here', why: 'it comes along' }),
    prepare: part.prepare,
    open: async (wiring, signal) => embeddedProvider(plan, await part.open(wiring, signal), credentials),
    adopt: (own) => embeddedProvider(plan, own, credentials),
    close: part.close,
  };
}
