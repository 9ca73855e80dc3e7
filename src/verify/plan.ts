import type { Deployment, IdentitySetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import { doorsOf } from './doors/doors.ts';
import { CALLS, LOOKS } from './rows.ts';
import { noIssuer } from './user-tokens.ts';

/** A request that would be sent. No secret is in it. */
export interface PlannedRequest {
  /** Whom it would be sent to: `identity`, or a door. */
  readonly to: string;
  /** e.g. `GET http://localhost:10000`. */
  readonly request: string;
  /** What it would bring along. */
  readonly brings: string;
}

/**
 * What a verification would send, in its order, as far as that is known before anything is sent. Nothing is. Throws a TutorialError of kind usage where
 * there is nothing to send: no part is named, or no issuer that could be asked.
 */
export function planOf(deployment: Deployment): PlannedRequest[] {
  const named = doorsOf(deployment);
  if (named.length === 0) throw nothingToAsk();
  const { which, token } = deployment.identity;
  if (LOGINS[token.by].length > 0 && !URL.canParse(which)) throw noIssuer(which);
  const doors = named.flatMap(({ id, plan: { before = [], call, after = [] } }) => [
    ...before.map((each) => ({ to: id, ...each })),
    ...CALLS.filter(({ at }) => at.includes(id)).flatMap(({ id: sent, title }) =>
      call.map(({ request, carrier }) => ({
        to: id,
        request,
        brings: sent === 'none' ? title : `${title} (${carrier})`,
      })),
    ),
    ...LOOKS.filter(({ at }) => at.includes(id)).flatMap(({ asks }) => (asks ? [{ to: id, ...asks }] : [])),
    ...after.map((each) => ({ to: id, ...each })),
  ]);
  return [...identityPlan(deployment.identity), ...doors];
}

/** How each kind of token is got: for the right one, and for the one without the scope. */
const LOGINS: Readonly<Record<IdentitySetting['token']['by'], readonly string[]>> = {
  password: ['the user’s password, for the right token', 'the user’s password, for a token without the scope'],
  'client-credentials': [
    'the client’s secret, for the right token',
    'the client’s secret, for a token without the scope',
  ],
  code: ['a login in a browser, for the right token'],
  device: ['a login on another device, for the right token'],
  given: [],
  command: [],
};

function identityPlan({ which, token }: IdentitySetting): PlannedRequest[] {
  const at = URL.canParse(which) ? which.replace(/\/+$/, '') : 'the issuer of the token';
  const to = 'identity';
  return [
    { to, request: `GET ${at}/.well-known/openid-configuration`, brings: 'no credential' },
    ...LOGINS[token.by].map((brings) => ({ to, request: `POST (token endpoint of ${at})`, brings })),
    { to, request: `GET (keys of ${at})`, brings: 'no credential' },
  ];
}

function nothingToAsk(): TutorialError {
  return new TutorialError('usage', 'There is nothing to ask: no part is named.', {
    next: 'Name one, or several: --tool URL, --mcp URL, --stack URL, or a file with --config.',
  });
}
