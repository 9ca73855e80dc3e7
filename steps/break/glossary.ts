import type { Glossary } from '../../src/lesson/chapter.ts';

/** The words of the chapter. */
export const BREAK_GLOSSARY: Glossary = [
  ['alg', 'In the header of a token: the algorithm of its signature, as the token says.'],
  ['audience', 'The claim aud: whom a token is for, by name. It may name several.'],
  ['base64url', 'Bytes written with letters, digits, - and _. It hides nothing: anybody can read it back.'],
  ['claim', 'One statement in a token, e.g. sub or exp.'],
  ['confidential client', 'A client with a secret, by which it can show who it is; a public client has none.'],
  [
    'confused deputy',
    'Somebody who is made to use their own rights for another, since they do not look whom a request is meant for.',
  ],
  [
    'discovery',
    'A document at an issuer’s own address in which it says where it answers, where its keys are, and by which algorithms it signs.',
  ],
  ['exp', 'The claim that says until when a token is good, in seconds since 1970.'],
  ['HS256', 'An HMAC over the token with one secret, which both sides have to know.'],
  ['iat', 'The claim that says when a token was issued, in seconds since 1970.'],
  [
    'introspection',
    'To ask the issuer whether a token is good still (RFC 7662). It tells that to confidential clients.',
  ],
  ['issuer', 'The claim iss: the URL of the identity provider that made a token.'],
  ['JWKS', 'The public keys of an issuer, as a document. Whoever has them can check its signatures.'],
  ['kid', 'In the header of a token: the name of the key that its signature was made with.'],
  ['none', 'A value of alg that the standard has: by it a token is not signed at all.'],
  ['PEM', 'A key as text, between two lines with dashes.'],
  ['revocation', 'To have the issuer take a token back before it expires (RFC 7009).'],
  ['RS256', 'A signature by a private RSA key. Anybody can check it with the public one.'],
  ['scope', 'What a client asks for when it logs a user in.'],
  ['session', 'What the identity provider remembers of a login. Its tokens name it in the claim sid.'],
  ['signature', 'The third part of a token. Only the issuer can make it; anybody can check it.'],
];
