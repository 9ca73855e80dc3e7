import type { Glossary } from '../../src/lesson/chapter.ts';

/** The words of the chapter. */
export const REPAIR_GLOSSARY: Glossary = [
  ['act', 'A claim in which a token may say who acts for the user (RFC 8693). Keycloak writes none.'],
  ['audience', 'The claim aud: whom a token is for. Who is not named there has to refuse it.'],
  ['authorization server', 'Who issues access tokens, in the words of OAuth 2.0: here the identity provider.'],
  ['azp', 'Authorized party: the client that the token was issued to.'],
  ['challenge', 'The header WWW-Authenticate of a 401 or 403: what is missing, and where to get it.'],
  ['client secret', 'What a confidential client proves with that it is the one. Ours is made at random.'],
  ['confidential client', 'A client that can keep a secret: a server, not a program on somebody’s machine.'],
  ['identity provider', 'The server that knows the users and issues tokens. The tutorial’s is Keycloak.'],
  ['jti', 'The identifier of a token. Two tokens never have the same.'],
  ['MCP', 'Model Context Protocol: how agents find tools and call them.'],
  [
    'passthrough',
    'Sending on the token that one received, instead of one of one’s own. MCP forbids it to its servers.',
  ],
  ['protected resource', 'A server that lets in whoever brings a token for it (RFC 9728): here the MCP server.'],
  [
    'resource metadata',
    'The document in which a protected resource says who issues tokens for it, and which scopes there are.',
  ],
  ['resource server', 'In OAuth 2.0: a server that is called with access tokens, and verifies them.'],
  ['scope', 'What a client asks for when it logs a user in.'],
  ['step-up', 'To log in once more, for a token that may do more, when a server asks for that.'],
  ['sub', 'Subject: the user that a token speaks of.'],
  ['subject token', 'In an exchange: the token that is handed over, of the user for whom another one is wanted.'],
  [
    'token exchange',
    'One token for another, at the identity provider (RFC 8693). Only a client that may do so gets it.',
  ],
];
