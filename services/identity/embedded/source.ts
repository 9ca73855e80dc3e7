import { randomBytes } from 'node:crypto';
import { Secret } from '../../../src/evidence/secret.ts';
import { bundledPart } from '../../part/bundled-part.ts';
import { credentialVariables } from '../credentials.ts';
import type { IdentityWish, ProviderSource } from '../provider-kind.ts';
import { embeddedProvider } from './embedded-provider.ts';
import { ADMIN, ADMIN_PASSWORD, identityPart, nameOptions } from './part.ts';

/** The embedded provider, in a process of ours, which this run administers, or in one that the learner has started, which nobody does. */
export function embeddedSource({ plan, identity, credentials, spawner }: IdentityWish): ProviderSource {
  const password = new Secret(randomBytes(32).toString('base64url'));
  const part = bundledPart({
    part: { name: identityPart.name, argumentsIn: () => (identity ? nameOptions(identity) : []) },
    spawner,
    env: credentialVariables(credentials),
    secrets: { [ADMIN_PASSWORD]: password },
  });
  const admin = { username: ADMIN, password };
  return {
    title: 'the embedded one',
    look: async () => ({ is: 'here', why: 'it comes along' }),
    prepare: part.prepare,
    open: async (wiring, signal) => embeddedProvider(plan, await part.open(wiring, signal), credentials, admin),
    adopt: (own) => embeddedProvider(plan, own, credentials),
    close: part.close,
  };
}
