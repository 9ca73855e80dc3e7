import type { Glossary } from '../../src/lesson/chapter.ts';

/** The words of the chapter. */
export const LOGIN_GLOSSARY: Glossary = [
  ['access_denied', 'An error of OAuth 2.0: what was asked for was denied (RFC 6749, section 4.1.2.1).'],
  [
    'authorization code',
    'What the browser brings back from a login: good once, for a minute, and only with the client’s own proof.',
  ],
  ['authorization request', 'The address of the login page, with what the client asks for (RFC 6749, section 4.1.1).'],
  ['callback', 'The request with which the browser comes back to the client.'],
  ['challenge', 'The hash of the verifier, which the client sends along before the login.'],
  ['client', 'A program that asks the identity provider for tokens.'],
  ['consent', 'The user’s yes to what a client asks for, on a page of the identity provider.'],
  ['device flow', 'A login for a client without a browser: the user answers on another device (RFC 8628).'],
  ['interval', 'The seconds that have to lie between two questions of a device.'],
  ['iss', 'In a callback: who answers. It has to be the issuer that was asked (RFC 9207).'],
  [
    'loopback redirect',
    'A callback to this very machine, at 127.0.0.1 and any port: how programs without a server log in (RFC 8252).',
  ],
  ['password grant', 'A login in which the client sends the user’s name and password itself. RFC 9700 forbids it.'],
  [
    'PKCE',
    'Proof Key for Code Exchange (RFC 7636): a secret of the client, made up for one login, ties the code to it.',
  ],
  [
    'redirect URI',
    'Where the identity provider may send the browser back to; it has to be registered with the client.',
  ],
  ['refresh token', 'What the client gets beside the access token, to ask for another one later without the user.'],
  [
    'state',
    'A random text that the client sends along and that has to come back: the callback belongs to its own login.',
  ],
  ['user code', 'The short code that a device shows, and that the user types at the identity provider’s page.'],
  ['verifier', 'A random secret that the client makes up for one login. Its hash is the challenge.'],
];
