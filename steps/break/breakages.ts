import type { TokenSet } from '../../services/clients/login.ts';
import { keyLikeThatOf, resigned, signedWithPublicKey } from '../../services/forge/signing.ts';
import { withoutSignature, withPayloadByteChanged, withSignatureChanged } from '../../services/forge/tampering.ts';
import { publicKeyOf } from '../../services/identity/key-set.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { lacksClient } from '../lacks-client.ts';
import { userToken } from '../propagation/user-token.ts';
import type { Breakage, ForgeLab } from './breakage.ts';
import { badAlgorithm, badAudience, badIssuer, badSignature, expired } from './expected-answers.ts';
import { asksForNoOther, lacksOurTool, lacksScope, namesToolUnasked, tokenUnasked } from './lacking.ts';
import { openOtherIssuer, otherIssuersKey, sameKeyId } from './other-issuer.ts';
import { notByOtherName, otherNameOf } from './other-name.ts';
import { BREAK_REALM } from './realm.ts';
import { runOut, secondBegins } from './run-out.ts';
import { forSomebodyElse, prepareTools, useSloppyTool } from './sloppy-tool.ts';

const CLIENT = 'stack';
/** Claims of which a byte may be changed, and the token is as good as before to whoever does not look at its signature. */
const TEXTS = ['sub', 'client_id', 'azp', 'jti', 'scope'];
/** What the lesson calls the token that lives a second. */
const SHORT_LIVED = 'short-lived';

/**
 * The chapter's table: one call, and one thing broken at a time. What the tool has to answer is its original's (docs/references/tool-server.md,
 * Headers and Verification order).
 */
export const BREAKAGES = {
  nothing: {
    id: '2.1',
    title: 'Nothing broken',
    broken: 'nothing',
    make: async (lab, { signal }) => (await goodToken(lab, signal)).accessToken,
    expected: { status: '200', words: () => 'Hello, world!' },
  },
  noToken: {
    id: '2.2',
    title: 'No token',
    broken: 'no token at all',
    make: async () => undefined,
    expected: { status: '401', words: () => 'Missing Authorization header' },
  },
  noScope: {
    id: '2.3',
    title: 'No scope',
    broken: 'no scope, so no aud',
    make: async (lab, { signal }) => (await tokenUnasked(lab, signal)).accessToken,
    missing: namesToolUnasked,
    expected: badAudience(),
  },
  otherAudience: {
    id: '2.4',
    title: 'Another audience',
    broken: 'for another tool',
    make: (lab, { signal }) => tokenForOther(lab, signal),
    missing: (lab) => lacksScope(lab, 'otherAudience'),
    expected: badAudience(),
  },
  oneByte: {
    id: '2.5',
    title: 'One byte changed',
    broken: 'one byte of the claims',
    make: async (lab, { signal }) => {
      const { accessToken, claims } = await goodToken(lab, signal);
      return withPayloadByteChanged(
        accessToken,
        TEXTS.find((name) => typeof claims[name] === 'string'),
      );
    },
    expected: badSignature(),
  },
  signature: {
    id: '2.6',
    title: 'Bent signature',
    broken: 'one bit of the signature',
    make: async (lab, { signal }) => withSignatureChanged((await goodToken(lab, signal)).accessToken),
    expected: badSignature(),
  },
  none: {
    id: '2.7',
    title: 'Algorithm none',
    broken: 'alg none, no signature',
    make: async (lab, { signal }) => withoutSignature((await goodToken(lab, signal)).accessToken),
    expected: badAlgorithm('none'),
  },
  publicKey: {
    id: '2.8',
    title: 'The public key',
    broken: 'HS256 with the public key',
    make: async (lab, { signal }) => {
      const { accessToken, header } = await goodToken(lab, signal);
      return signedWithPublicKey(accessToken, await publicKeyOf(lab.endpoints, header.kid, signal));
    },
    expected: badAlgorithm('HS256'),
  },
  ownKey: {
    id: '2.9',
    title: 'A key of our own',
    broken: 'another key, the same kid',
    ahead: {
      once: '2b',
      begin: async (lab, signal) => keyLikeThatOf((await goodToken(lab, signal)).accessToken),
    },
    make: async (lab, { signal }) => {
      const { accessToken } = await goodToken(lab, signal);
      return resigned(accessToken, await keyLikeThatOf(accessToken));
    },
    expected: badSignature(),
  },
  issuerByName: {
    id: '2.10',
    title: 'Another name',
    broken: 'the issuer’s other name',
    make: async (lab, { signal }) => {
      const issuer = otherNameOf(lab.issuer);
      const { accessToken } = await lab.token('other-name', { ...lab.userGrant, ...(issuer && { issuer }) }, signal);
      return accessToken;
    },
    missing: async (lab, signal) => asksForNoOther(lab) ?? notByOtherName(lab, signal),
    expected: badIssuer(),
  },
  otherIssuer: {
    id: '2.11',
    title: 'Another issuer',
    broken: 'another issuer, the same kid',
    ahead: { once: '2.3', begin: otherIssuersKey },
    make: async (lab, { signal, afterwards }) => {
      const { header } = await goodToken(lab, signal);
      const other = await openOtherIssuer(lab, header.kid);
      afterwards(other.close);
      return other.token(signal);
    },
    expected: badIssuer(),
    also: sameKeyId,
  },
  expired: {
    id: '2.12',
    title: 'Expired',
    broken: 'a second too old',
    // It gets old by itself.
    ahead: { once: '1a', begin: shortLivedToken },
    make: async (lab, { signal, progress, watched }) => {
      if (watched) await secondBegins(signal);
      const old = watched ? undefined : lab.kept(SHORT_LIVED);
      const { accessToken, claims } = old ?? (await shortLivedToken(lab, signal));
      await runOut(claims, { signal, progress, watched });
      return accessToken;
    },
    missing: (lab) => lacksClient(lab, BREAK_REALM, 'shortLived'),
    expected: expired(),
  },
  deputy: {
    id: '2.14',
    title: 'Confused deputy',
    broken: 'the tool: it skips aud',
    ahead: { once: '2.9', begin: prepareTools },
    make: async (lab, making) => {
      await useSloppyTool(lab, making);
      return tokenForOther(lab, making.signal);
    },
    missing: (lab) => lacksScope(lab, 'otherAudience') ?? lacksOurTool(lab),
    expected: { status: '200', words: () => 'Hello, world!' },
    unseenByHand:
      'The sloppy tool that you start stands beside the lab’s own, and tells the lab nothing. Let the step do it.',
    also: forSomebodyElse,
  },
} as const satisfies Readonly<Record<string, Breakage>>;

/** Its rows, in the order in which they are taught. */
export const ROWS: readonly Breakage[] = Object.values(BREAKAGES);

function goodToken(lab: ForgeLab, signal: AbortSignal): Promise<TokenSet> {
  return userToken(lab, signal);
}

function shortLivedToken(lab: ForgeLab, signal: AbortSignal): Promise<TokenSet> {
  return lab.token(SHORT_LIVED, { by: 'password', client: 'shortLived', scope: 'audience' }, signal);
}

/** Of a user, for another tool. */
async function tokenForOther(lab: ForgeLab, signal: AbortSignal): Promise<Secret> {
  const grant = { by: 'password', client: CLIENT, scope: 'otherAudience' } as const;
  return (await lab.token('other-tool', grant, signal)).accessToken;
}
