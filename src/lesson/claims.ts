/** What the claims of an access token say, in words. Keycloak's set; the first ones decide. */
export interface ClaimWords {
  readonly name: string;
  readonly means: string;
  /** Whether the tool server's decision, or the lesson, rests on it. */
  readonly decides: boolean;
}

export const CLAIMS: readonly ClaimWords[] = [
  { name: 'iss', means: 'who made it; the tool trusts this issuer only', decides: false },
  {
    name: 'aud',
    means: 'whom it is for, from the scope tool-audience; the tool looks for its own name here',
    decides: true,
  },
  { name: 'azp', means: 'the client that asked for it: the authorized party', decides: true },
  { name: 'sub', means: 'the user it speaks of, by an id that never changes', decides: true },
  { name: 'scope', means: 'what the client asked for, and was given', decides: true },
  { name: 'exp', means: 'when it expires; nothing can call it back before', decides: true },
  { name: 'iat', means: 'when it was issued', decides: false },
  { name: 'jti', means: 'its own number', decides: false },
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

/** What the token would lack had the client not asked for the scope of the lesson. */
export const WITHOUT_SCOPE: Readonly<Record<string, string>> = {
  aud: 'missing: only the scope’s Audience mapper puts it in, so the tool would answer 401: it is for somebody else',
  scope: 'without tool-audience in it',
};
