import { keyLikeThatOf, publicJwkOf, resigned } from '../../services/forge/signing.ts';
import { createHttpServer } from '../../services/wire/http-server.ts';
import { closeServer, listen } from '../../services/wire/listen.ts';
import type { Secret } from '../evidence/secret.ts';

/** An issuer that nobody has reason to trust, for as long as it is not closed. */
export interface UntrustedIssuer {
  /** The token, but for who issued and signed it. */
  readonly token: Secret;
  close(): Promise<void>;
}

/**
 * An issuer on loopback, of a token that is the deployment's own but for `iss` and signature; the lesson's (`steps/break/other-issuer.ts`) is a whole
 * provider, at which its user logs in. It serves its keys as any does (RFC 8414, OpenID Connect Discovery 1.0): whoever takes keys from where a token
 * says, instead of from the issuer that it trusts, finds good ones. Throws a TutorialError of kind usage where the token is no JWT.
 */
export async function openUntrustedIssuer(token: Secret, kid: string | undefined): Promise<UntrustedIssuer> {
  const key = await keyLikeThatOf(token);
  const keys = [{ ...(await publicJwkOf(key)), use: 'sig', alg: key.alg, ...(kid !== undefined && { kid }) }];
  let issuer = '';
  const server = createHttpServer({
    handle: (request, response) => {
      const document = request.url === '/keys' ? { keys } : { issuer, jwks_uri: `${issuer}/keys` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
    },
    errorBody: (_, message) => ({ contentType: 'text/plain; charset=utf-8', body: message }),
  });
  issuer = `http://localhost:${await listen(server, { host: 'localhost', port: 0, pinned: true })}`;
  return { token: await resigned(token, key, { iss: issuer }), close: () => closeServer(server) };
}
