import type { ClaimWords, Otherwise } from '../../src/lesson/exhibit.ts';

/** What the claims of access tokens say, Keycloak's and those of RFC 9068. The first ones decide, in the order in which the tool looks at them. */
export const CLAIMS: readonly ClaimWords[] = [
  { name: 'iss', means: 'who made it; the tool trusts this issuer only', decides: true },
  {
    name: 'aud',
    means: 'whom it is for, from the scope tool-audience; the tool looks for its own name here',
    decides: true,
  },
  { name: 'exp', means: 'when it expires; the tool takes it until then, even after a logout', decides: true },
  { name: 'azp', means: 'the client that asked for it: the authorized party', decides: false },
  { name: 'client_id', means: 'the client that asked for it, by the name of RFC 9068', decides: false },
  {
    name: 'sub',
    means: 'the user it speaks of, by the id that this realm gave them; a new realm gives a new one',
    decides: false,
  },
  {
    name: 'scope',
    means: 'what was granted: tool-audience, which the client asked for, and the scopes that it gets unasked',
    decides: false,
  },
  { name: 'iat', means: 'when it was issued', decides: false },
  { name: 'jti', means: 'its own identifier: no other token has it', decides: false },
  { name: 'typ', means: 'Bearer: whoever holds it may use it', decides: false },
  { name: 'sid', means: 'the login session it came from', decides: false },
  { name: 'acr', means: 'how sure the login was: 1 is an ordinary one', decides: false },
  { name: 'allowed-origins', means: 'web pages that may use it in a browser', decides: false },
  { name: 'preferred_username', means: 'the name the user logs in with', decides: false },
  { name: 'name', means: 'the user’s name', decides: false },
  { name: 'given_name', means: 'the user’s first name', decides: false },
  { name: 'family_name', means: 'the user’s last name', decides: false },
  { name: 'email', means: 'the user’s e-mail address', decides: false },
  { name: 'email_verified', means: 'whether that address was checked', decides: false },
];

/** The claims by which calls are told apart. The tool decides on iss, aud and exp, and on the signature. */
export const SPOKEN_CLAIMS: readonly string[] = ['iss', 'aud', 'azp', 'client_id', 'sub', 'scope', 'exp'];

/** The token had the client not asked for the scope. */
export const WITHOUT_SCOPE: Otherwise = {
  asks: 'without the scope: what would be missing?',
  supposes: 'Without the scope tool-audience in the login, this is what would be different:',
  lost: {
    aud: 'missing: only the scope’s Audience mapper puts it in, so the token is for nobody, and the tool would answer 401',
    scope: 'without tool-audience in it',
  },
  ends: 'The tool server would log: expected audience "my-external-tool" got [].',
};
