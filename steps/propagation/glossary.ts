import type { Glossary } from '../../src/lesson/chapter.ts';

/** The words of the chapter. */
export const GLOSSARY: Glossary = [
  [
    'access token',
    'A signed note from the identity provider that lets its holder act for a user, for a short time. Here a JWT.',
  ],
  [
    'audience',
    'The claim aud: whom a token is for. Who acts on a token has to refuse one that is for somebody else: here the tool does. The servers ' +
      'before it only pass it on, and do not look.',
  ],
  ['azp', 'Authorized party: the client that asked for the token.'],
  ['Bearer', 'The kind of token that works for whoever holds it, like cash. Hence short lives and one audience.'],
  ['claim', 'One statement in a token, e.g. sub or exp.'],
  ['client', 'A program that asks the identity provider for tokens. Ours is called llama-stack.'],
  ['client scope', 'A named set of claims that a client may ask for. Ours, tool-audience, adds the audience.'],
  ['discovery', 'A document at a well-known URL in which an issuer says where its endpoints and keys are.'],
  ['exp', 'The time at which a token expires.'],
  ['hop', 'One leg of the token’s way: from one server to the next.'],
  ['identity provider', 'The server that knows the users and issues tokens. The tutorial’s is Keycloak.'],
  ['issuer', 'The claim iss: the URL of the identity provider that made a token.'],
  ['JWKS', 'The public keys of an issuer, as a document. Whoever has them can check its signatures.'],
  ['JWT', 'JSON Web Token: header, claims and signature, three parts with dots between them.'],
  ['mapper', 'A rule in Keycloak that writes a claim into tokens. An Audience mapper writes aud.'],
  ['MCP', 'Model Context Protocol: how agents find tools and call them.'],
  [
    'passthrough',
    'Sending on the token that one received, instead of one of one’s own. MCP forbids it to its servers.',
  ],
  [
    'password grant',
    'A login in which the client sends the user’s name and password itself. Short, and for lessons only.',
  ],
  ['realm', 'A set of users and clients of its own in Keycloak. Ours is called demo.'],
  [
    'roles',
    'What a user may do, as the realm knows it; Keycloak puts them into realm_access, for clients that may have them.',
  ],
  ['scope', 'What a client asks for when it logs a user in.'],
  ['signature', 'The third part of a token. Only the issuer can make it; anybody can check it.'],
  ['stack server', 'Llama Stack: one HTTP API for models, agents and tools.'],
  ['sub', 'Subject: the user that a token speaks of.'],
  [
    'tool group',
    'An MCP server, as the stack server knows it: where it is, and which provider carries the credential.',
  ],
];
