/**
 * What a Keycloak 26 answers, as far as the lesson is concerned, measured at 26.7.4 (docs/references/keycloak-26.md): situation, status, body,
 * header. Every identity provider that the tutorial offers answers so.
 *
 * By nature different, and therefore not in here: key ids and the form of `sid` and `jti`; the order of the names in `scope` (a set, and Keycloak's
 * own order changes from realm to realm); a Keycloak's further keys and metadata; its admin console, login and logout pages, and what of the
 * protocols that the lesson does not use (CIBA, pushed requests) is not named here.
 */
export interface IdentityTarget {
  /** Without a trailing slash, e.g. `http://localhost:8080`. */
  baseUrl: string;
  username: string;
  password: string;
}

/** Form fields; undefined ones are left out. */
export type Fields = Record<string, string | undefined>;

export interface Ask {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  fields?: Fields;
  /** Instead of fields: the body as it is. */
  body?: string;
}

export interface Row {
  situation: string;
  ask: (target: IdentityTarget) => Ask;
  status: number;
  body: unknown;
}

const REALM = '/realms/demo';
export const PROTOCOL = `${REALM}/protocol/openid-connect`;

/** A password grant of the lesson, with other fields put in or taken out. */
export function passwordGrant(fields: Fields = {}, headers: Record<string, string> = {}): Row['ask'] {
  return ({ username, password }) => ({
    path: `${PROTOCOL}/token`,
    headers,
    fields: { grant_type: 'password', client_id: 'llama-stack', username, password, ...fields },
  });
}

export function refreshGrant(token: string, fields: Fields = {}): Ask {
  return {
    path: `${PROTOCOL}/token`,
    fields: { grant_type: 'refresh_token', client_id: 'llama-stack', refresh_token: token, ...fields },
  };
}

const error = (code: string, description: string) => ({ error: code, error_description: description });
const CREDENTIALS_WRONG = error('invalid_grant', 'Invalid user credentials');
const CLIENT_UNKNOWN = error('invalid_client', 'Invalid client or Invalid client credentials');
const GRANT_TYPE_MISSING = error('invalid_request', 'Missing form parameter: grant_type');
const CIBA = 'urn:openid:params:grant-type:ciba';
const UMA_TICKET = 'urn:ietf:params:oauth:grant-type:uma-ticket';
const TWICE = error('invalid_request', 'duplicated parameter');

/** A client that would register itself, as the SDKs of MCP do where they are given none. */
const registration =
  (headers: Record<string, string> = {}): Row['ask'] =>
  () => ({
    path: `${REALM}/clients-registrations/openid-connect`,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ redirect_uris: ['http://127.0.0.1/callback'], client_name: 'an-application' }),
  });

/** Rows whose answer hangs on nothing that went before. */
export const ROWS: readonly Row[] = [
  {
    situation: 'a client that registers itself',
    ask: registration(),
    status: 403,
    body: error(
      'insufficient_scope',
      "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
    ),
  },
  {
    situation: 'a client that registers itself, with a token that is none',
    ask: registration({ authorization: 'Bearer x' }),
    status: 401,
    body: error('invalid_token', 'Failed decode token'),
  },
  {
    situation: 'a client that registers itself, from a page of another origin',
    ask: registration({ origin: 'http://elsewhere.example' }),
    status: 403,
    body: { error: 'Invalid origin' },
  },
  {
    situation: 'the registration, asked by GET',
    ask: () => ({ path: `${REALM}/clients-registrations/openid-connect` }),
    status: 404,
    body: { error: 'HTTP 404 Not Found' },
  },
  { situation: 'wrong password', ask: passwordGrant({ password: 'wrong' }), status: 400, body: CREDENTIALS_WRONG },
  { situation: 'unknown user', ask: passwordGrant({ username: 'nobody' }), status: 400, body: CREDENTIALS_WRONG },
  { situation: 'no password', ask: passwordGrant({ password: undefined }), status: 400, body: CREDENTIALS_WRONG },
  { situation: 'empty user name', ask: passwordGrant({ username: '' }), status: 400, body: CREDENTIALS_WRONG },
  {
    situation: 'user name with blanks around it',
    ask: (target) => passwordGrant({ username: ` ${target.username} ` })(target),
    status: 400,
    body: CREDENTIALS_WRONG,
  },
  {
    situation: 'no user name',
    ask: passwordGrant({ username: undefined }),
    status: 401,
    body: error('invalid_request', 'Missing parameter: username'),
  },
  { situation: 'unknown client', ask: passwordGrant({ client_id: 'nobody' }), status: 401, body: CLIENT_UNKNOWN },
  {
    situation: 'client in capitals',
    ask: passwordGrant({ client_id: 'LLAMA-STACK' }),
    status: 401,
    body: CLIENT_UNKNOWN,
  },
  { situation: 'no client', ask: passwordGrant({ client_id: undefined }), status: 401, body: CLIENT_UNKNOWN },
  {
    situation: 'unknown client by HTTP Basic',
    ask: passwordGrant({ client_id: undefined }, { authorization: `Basic ${btoa('nobody:x')}` }),
    status: 401,
    body: CLIENT_UNKNOWN,
  },
  {
    situation: 'client without direct access grants',
    ask: passwordGrant({ client_id: 'my-external-tool' }),
    status: 400,
    body: error('unauthorized_client', 'Client not allowed for direct access grants'),
  },
  { situation: 'no grant type', ask: passwordGrant({ grant_type: undefined }), status: 400, body: GRANT_TYPE_MISSING },
  {
    situation: 'no grant type and an unknown client',
    ask: passwordGrant({ grant_type: undefined, client_id: 'nobody' }),
    status: 400,
    body: GRANT_TYPE_MISSING,
  },
  {
    situation: 'unknown grant type',
    ask: passwordGrant({ grant_type: 'PASSWORD' }),
    status: 400,
    body: error('unsupported_grant_type', 'Unsupported grant_type'),
  },
  {
    situation: 'client credentials of a public client',
    ask: passwordGrant({ grant_type: 'client_credentials' }),
    status: 401,
    body: error('unauthorized_client', 'Public client not allowed to retrieve service account'),
  },
  {
    situation: 'token exchange by a public client',
    ask: passwordGrant({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' }),
    status: 400,
    body: error('invalid_request', 'Standard token exchange is not enabled for the requested client'),
  },
  {
    situation: 'a code that nobody gave out',
    ask: passwordGrant({ grant_type: 'authorization_code', code: 'x' }),
    status: 400,
    body: error('invalid_grant', 'Code not valid'),
  },
  {
    situation: 'unknown scope',
    ask: passwordGrant({ scope: 'tool-audience nope' }),
    status: 400,
    body: error('invalid_scope', 'Invalid scopes: tool-audience nope'),
  },
  {
    situation: 'unknown scope and a wrong password',
    ask: passwordGrant({ scope: 'nope', password: 'wrong' }),
    status: 400,
    body: error('invalid_scope', 'Invalid scopes: nope'),
  },
  {
    situation: 'empty scope',
    ask: passwordGrant({ scope: '' }),
    status: 400,
    body: error('invalid_scope', 'Invalid scopes: '),
  },
  {
    situation: 'scope with two blanks',
    ask: passwordGrant({ scope: 'profile  email' }),
    status: 400,
    body: error('invalid_scope', 'Invalid scopes: profile  email'),
  },
  {
    situation: 'scope with a line break',
    ask: passwordGrant({ scope: 'tool-audience\nx' }),
    status: 400,
    body: error('invalid_scope', 'Invalid scopes: tool-audiencex'),
  },
  {
    situation: 'a blank before the scope',
    ask: passwordGrant({ scope: ' openid' }),
    status: 400,
    body: error('invalid_scope', 'Invalid scopes:  openid'),
  },
  {
    situation: 'a content type in capitals',
    ask: passwordGrant({}, { 'content-type': 'APPLICATION/X-WWW-FORM-URLENCODED' }),
    status: 400,
    body: GRANT_TYPE_MISSING,
  },
  {
    situation: 'HTTP Basic without a colon',
    ask: passwordGrant({ client_id: undefined }, { authorization: `Basic ${btoa('llama-stack')}` }),
    status: 401,
    body: CLIENT_UNKNOWN,
  },
  ...(
    [
      ['a proof of possession that is none', { dpop: 'garbage' }, {}, 'DPoP header verification failure'],
      [
        '… before the grant is looked at',
        { dpop: 'garbage' },
        { grant_type: CIBA },
        'DPoP header verification failure',
      ],
      ['… before the password is', { dpop: 'garbage' }, { password: 'wrong' }, 'DPoP header verification failure'],
      ['an empty proof of possession', { dpop: '' }, {}, 'DPoP proof is missing'],
    ] as const
  ).map(
    ([situation, headers, fields, description]): Row => ({
      situation,
      ask: passwordGrant(fields, headers),
      status: 400,
      body: error('invalid_request', description),
    }),
  ),
  {
    situation: 'a proof that is none, of an unknown client',
    ask: passwordGrant({ client_id: 'nobody' }, { dpop: 'garbage' }),
    status: 401,
    body: CLIENT_UNKNOWN,
  },
  {
    situation: 'the grant of CIBA',
    ask: passwordGrant({ grant_type: CIBA }),
    status: 400,
    body: error('invalid_grant', 'Client not allowed OIDC CIBA Grant'),
  },
  ...(
    [
      [undefined, 'Missing parameter:assertion'],
      ['x', 'The provided assertion is not a valid JWT'],
    ] as const
  ).map(
    ([assertion, description]): Row => ({
      situation: `an assertion ${assertion ?? 'that is not there'}`,
      ask: passwordGrant({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
      status: 400,
      body: error('invalid_grant', description),
    }),
  ),
  {
    situation: 'a permission asked for by a public client',
    ask: passwordGrant({ grant_type: UMA_TICKET }),
    status: 401,
    body: error('unauthorized_client', 'Public client not allowed to retrieve service account'),
  },
  {
    situation: 'a permission asked for by nobody',
    ask: passwordGrant({ grant_type: UMA_TICKET, client_id: undefined }),
    status: 401,
    body: CLIENT_UNKNOWN,
  },
  {
    situation: 'a permission asked for with a bearer token that is none',
    ask: passwordGrant({ grant_type: UMA_TICKET }, { authorization: 'Bearer x' }),
    status: 400,
    body: error('invalid_grant', 'Invalid bearer token'),
  },
  {
    situation: 'the device flow of a client that has none',
    ask: () => ({ path: `${PROTOCOL}/auth/device`, fields: { client_id: 'llama-stack' } }),
    status: 400,
    body: error(
      'unauthorized_client',
      'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.',
    ),
  },
  {
    situation: 'the device flow of nobody',
    ask: () => ({ path: `${PROTOCOL}/auth/device`, fields: {} }),
    status: 401,
    body: CLIENT_UNKNOWN,
  },
  ...['client_id=llama-stack', 'username=alan', 'grant_type=password', 'scope=openid', 'other=1&other=2'].map(
    (again): Row => ({
      situation: `a parameter twice: ${again}`,
      ask: ({ username, password }) => ({
        path: `${PROTOCOL}/token`,
        body: `${new URLSearchParams({ grant_type: 'password', client_id: 'llama-stack', username, password, scope: 'openid' })}&${again}`,
      }),
      status: 400,
      body: TWICE,
    }),
  ),
  {
    situation: 'a JSON body',
    ask: () => ({
      path: `${PROTOCOL}/token`,
      headers: { 'content-type': 'application/json' },
      body: '{"grant_type":"password"}',
    }),
    status: 400,
    body: GRANT_TYPE_MISSING,
  },
  {
    situation: 'credentials in the query',
    ask: () => ({ path: `${PROTOCOL}/token?grant_type=password&client_id=llama-stack`, fields: {} }),
    status: 400,
    body: GRANT_TYPE_MISSING,
  },
  {
    situation: 'a page of another origin',
    ask: passwordGrant({}, { origin: 'http://elsewhere.example' }),
    status: 403,
    body: { error: 'Invalid origin' },
  },
  {
    situation: 'no refresh token',
    ask: () => ({ path: `${PROTOCOL}/token`, fields: { grant_type: 'refresh_token', client_id: 'llama-stack' } }),
    status: 400,
    body: error('invalid_request', 'No refresh token'),
  },
  ...['', 'x', 'a.b.c'].map(
    (token): Row => ({
      situation: `refresh token "${token}"`,
      ask: () => refreshGrant(token),
      status: 400,
      body: error('invalid_grant', 'Invalid refresh token'),
    }),
  ),
  ...['llama-stack', 'my-external-tool'].map(
    (client): Row => ({
      situation: `introspection by ${client}, a public client`,
      ask: () => ({ path: `${PROTOCOL}/token/introspect`, fields: { client_id: client, token: 'x' } }),
      status: 403,
      body: error('invalid_request', 'Client not allowed.'),
    }),
  ),
  {
    situation: 'introspection by nobody',
    ask: () => ({ path: `${PROTOCOL}/token/introspect`, fields: { token: 'x' } }),
    status: 401,
    body: CLIENT_UNKNOWN,
  },
  {
    situation: 'logout with a broken refresh token',
    ask: () => ({ path: `${PROTOCOL}/logout`, fields: { client_id: 'llama-stack', refresh_token: 'x' } }),
    status: 400,
    body: error('invalid_grant', 'Invalid refresh token'),
  },
  {
    situation: 'logout by nobody',
    ask: () => ({ path: `${PROTOCOL}/logout`, fields: { refresh_token: 'x' } }),
    status: 401,
    body: CLIENT_UNKNOWN,
  },
  ...['', '/.well-known/openid-configuration', '/protocol/openid-connect/certs'].map(
    (path): Row => ({
      situation: `realm Demo${path}`,
      ask: () => ({ path: `/realms/Demo${path}` }),
      status: 404,
      body: { error: 'Realm does not exist' },
    }),
  ),
  {
    situation: 'login at realm Demo',
    ask: () => ({ path: '/realms/Demo/protocol/openid-connect/token', fields: { grant_type: 'password' } }),
    status: 404,
    body: { error: 'Realm does not exist' },
  },
  {
    situation: 'metadata of realm Demo by RFC 8414',
    ask: () => ({ path: '/.well-known/oauth-authorization-server/realms/Demo' }),
    status: 404,
    body: { error: 'Realm does not exist' },
  },
  {
    situation: 'unknown path of the realm',
    ask: () => ({ path: `${REALM}/nope` }),
    status: 404,
    body: { error: 'HTTP 404 Not Found' },
  },
  {
    situation: 'unknown path',
    ask: () => ({ path: '/nope' }),
    status: 404,
    body: { error: 'Unable to find matching target resource method' },
  },
  ...[
    ['GET', `${PROTOCOL}/token`],
    ['PUT', `${PROTOCOL}/token`],
    ['DELETE', `${PROTOCOL}/token`],
    ['POST', `${PROTOCOL}/certs`],
    ['GET', `${PROTOCOL}/token/introspect`],
    ['PUT', `${PROTOCOL}/userinfo`],
    ['POST', REALM],
  ].map(
    ([method = '', path = '']): Row => ({
      situation: `${method} ${path}`,
      ask: () => ({ method, path, ...(method === 'POST' && { fields: {} }) }),
      status: 405,
      body: { error: 'HTTP 405 Method Not Allowed' },
    }),
  ),
  ...['POST', 'PUT'].map(
    (method): Row => ({
      situation: `${method} metadata`,
      ask: () => ({
        method,
        path: `${REALM}/.well-known/openid-configuration`,
        ...(method === 'POST' && { fields: {} }),
      }),
      status: 404,
      body: { error: 'HTTP 404 Not Found' },
    }),
  ),
  {
    situation: 'a path with a semicolon',
    ask: () => ({ path: `${REALM}/x;y` }),
    status: 400,
    body: error('invalidCharacter', "Request path contains invalid character ';'"),
  },
  {
    situation: 'a path with two slashes',
    ask: () => ({ path: `/${REALM}` }),
    status: 400,
    body: error('missingNormalization', 'Request path not normalized'),
  },
];

/** What /auth says to a person, by query. */
export const AUTHORIZE_PAGES: readonly [query: string, text: string][] = [
  ['', 'Invalid Request'],
  ['?client_id=nobody', 'Client not found.'],
  ['?client_id=llama-stack', 'Invalid parameter: redirect_uri'],
  [
    '?client_id=llama-stack&response_type=code&redirect_uri=http://elsewhere.example/',
    'Invalid parameter: redirect_uri',
  ],
  ['?client_id=my-external-tool&response_type=code&redirect_uri=http://localhost/x', 'Invalid parameter: redirect_uri'],
];

/** Where /auth sends a browser with what it refuses: the query beside client and redirect URI, and what comes back beside `iss`. */
export const AUTHORIZE_REFUSALS: readonly [query: string, where: '?' | '#', told: Readonly<Record<string, string>>][] =
  [
    ['state=s', '?', { ...error('invalid_request', 'Missing parameter: response_type'), state: 's' }],
    ['response_type=code&state=s&state=t', '?', { ...TWICE, state: 's' }],
    ['response_type=kode', '?', { error: 'unsupported_response_type' }],
    ['response_type=kode&response_mode=fragment', '#', { error: 'unsupported_response_type' }],
    ...['token', 'id_token', 'code token'].map((type): [string, '#', Readonly<Record<string, string>>] => [
      `response_type=${encodeURIComponent(type)}&state=s`,
      '#',
      {
        ...error(
          'unauthorized_client',
          'Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.',
        ),
        state: 's',
      },
    ]),
    [
      'response_type=token&response_mode=query',
      '?',
      error('invalid_request', "Response_mode 'query' not allowed for implicit or hybrid flow"),
    ],
    ['response_type=code&scope=openid+nope&prompt=none', '?', error('invalid_scope', 'Invalid scopes: openid nope')],
    ['response_type=code&scope=', '?', error('invalid_scope', 'Invalid scopes: ')],
    ['response_type=code&prompt=none', '?', { error: 'login_required' }],
    ['response_type=code&code_challenge=abc', '?', error('invalid_request', 'Invalid parameter: code_challenge')],
    [
      'response_type=code&code_challenge_method=S256',
      '?',
      error('invalid_request', 'Missing parameter: code_challenge'),
    ],
    [
      'response_type=code&code_challenge=abc&code_challenge_method=x',
      '?',
      error('invalid_request', 'Invalid parameter: code_challenge_method'),
    ],
  ];
