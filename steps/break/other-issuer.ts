import type { SigningPair } from '../../services/identity/embedded/keys.ts';
import { userNamed } from '../../services/identity/user.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { decidingHop } from '../../src/lesson/call.ts';
import { REALM as TUTORIAL } from '../propagation/realm.ts';
import { USER_TOKEN } from '../propagation/user-token.ts';
import type { CallCheck } from './breakage.ts';

/** Another issuer, for as long as it is not closed. */
export interface OtherIssuer {
  /** The access token of a login there, as the lesson's user. */
  token(signal: AbortSignal): Promise<Secret>;
  close(): Promise<void>;
}

/** What the other issuer does is not told: the lesson looks at who is shown its token. */
const UNHEARD = { log: () => {}, hop: () => {}, print: () => '' };

let key: Promise<SigningPair> | undefined;

/** The key by which every other issuer signs, made when it is wanted first: that takes a while, and a second one would be no more another's. */
export async function otherIssuersKey(): Promise<SigningPair> {
  const { newSigningPair } = await import('../../services/identity/embedded/keys.ts');
  key ??= newSigningPair();
  return key;
}

/**
 * An identity provider beside the lab's, with the tutorial's realm in it, and with a key of its own that it calls by the name of another's. It answers
 * on loopback as any other. Throws a TutorialError of kind part-unreachable where it may not listen.
 */
export async function openOtherIssuer(
  { credentials }: Pick<Lab, 'credentials'>,
  kid: string | undefined,
): Promise<OtherIssuer> {
  const { userName: username, password } = credentials;
  const { start } = await import('../../services/identity/embedded/server.ts');
  const listen = { host: 'localhost', port: 0, pinned: false };
  const { url, close } = await start(
    { listen, realm: TUTORIAL, user: userNamed(username), password, secrets: {}, kid, key: otherIssuersKey() },
    UNHEARD,
  );
  const issuer = `${url}/realms/${TUTORIAL.realm}`;
  return {
    token: async (signal) => {
      const { login } = await import('../../services/clients/login.ts');
      const [client, scope] = [TUTORIAL.clients.stack.id, TUTORIAL.scopes.audience.name];
      return (await login({ issuer, clientId: client, scope, username, password, signal })).accessToken;
    },
    close,
  };
}

/** Whether a call's token names its key as the lab's issuer names its own. */
export const sameKeyId: CallCheck = {
  id: 'same-kid',
  title: 'Its key has the name of the key that the tool knows',
  judge: (call, { tokens }) => {
    const named = decidingHop(call)?.credential.token?.header.kid;
    const passed = named === tokens[USER_TOKEN]?.token.header.kid;
    // A thumbprint is as long as half a line, and its end tells nobody anything.
    return { passed, saw: `${passed ? 'the same' : 'another'} kid, ${String(named ?? 'not there').slice(0, 12)}…` };
  },
};
