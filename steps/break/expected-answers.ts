import { algorithmsTakenOf } from '../../services/clients/signing-algorithms.ts';
import { numericDate } from '../../src/evidence/numeric-date.ts';
import { type ExpectedAnswer, PREFACE } from './breakage.ts';

/** What the original tool says to what is broken (docs/references/tool-server.md, Headers and Verification order). */

/** The token names somebody else in `aud`, or nobody. */
export function badAudience(): ExpectedAnswer {
  return {
    status: '401',
    check: 'audience',
    words: ({ claims, lab }) => {
      // Go prints a list with its elements quoted and a blank in between; a token may name one audience as a text (RFC 7519, section 4.1.3).
      const audiences = [claims.aud ?? []].flat().map((name) => JSON.stringify(name));
      return `${PREFACE}oidc: expected audience ${JSON.stringify(lab.audience)} got [${audiences.join(' ')}]`;
    },
  };
}

/** The token names an algorithm that the tool does not take of the lab's issuer. */
export function badAlgorithm(alg: string): ExpectedAnswer {
  return {
    status: '401',
    check: 'algorithm',
    words: ({ lab }) => {
      const accepted = algorithmsTakenOf(lab.endpoints.algorithms)
        .map((name) => JSON.stringify(name))
        .join(' ');
      return `${PREFACE}oidc: id token signed with unsupported algorithm, expected [${accepted}] got "${alg}"`;
    },
  };
}

/** Whatever of the token does not fit its signature, and whosever the key is. */
export function badSignature(): ExpectedAnswer {
  return {
    status: '401',
    check: 'signature',
    words: () => `${PREFACE}failed to verify signature: failed to verify id token signature`,
  };
}

/** The token is signed by the issuer that `iss` names, and that is another than the one that the tool trusts. */
export function badIssuer(): ExpectedAnswer {
  return {
    status: '401',
    check: 'issuer',
    words: ({ claims, lab }) => {
      const [trusted, named] = [lab.issuer, claims.iss ?? ''].map((issuer) => JSON.stringify(issuer));
      return `${PREFACE}oidc: id token issued by a different provider, expected ${trusted} got ${named}`;
    },
  };
}

/** The time in `exp` is over. */
export function expired(): ExpectedAnswer {
  return {
    status: '401',
    check: 'expiry',
    words: ({ claims }) => `${PREFACE}oidc: token is expired (Token Expiry: ${goTime(claims.exp)})`,
  };
}

/** A NumericDate (RFC 7519, section 2) as Go prints a time in UTC. */
function goTime(exp: unknown): string {
  // Of a call that never got to the tool no token is known.
  const time = numericDate(Number(exp))?.toISOString();
  return time === undefined ? 'unknown' : `${time.slice(0, 10)} ${time.slice(11, 19)} +0000 UTC`;
}
