import * as z from 'zod';
import type { Lab } from '../../services/lab/lab.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { claimText } from '../../src/evidence/shown-token.ts';
import type { TableExhibit } from '../../src/lesson/exhibit.ts';
import type { OwnExchange, SessionState } from '../../src/lesson/state.ts';
import type { Step } from '../../src/lesson/step.ts';
import { ACCESS_TOKEN } from '../break/commands.ts';
import { keepFieldOf } from '../http-commands.ts';
import { nameHere } from '../names-here.ts';
import { shownClient } from '../propagation/commands.ts';
import { toldRequest } from '../told-request.ts';
import { askForExchange, type ExchangeLab, subjectsOf } from './ask-for-exchange.ts';
import type { ExchangeAsk } from './exchange-asks.ts';
import { REPAIR_REALM } from './realm.ts';
import { cannotExchange } from './repaired-parts.ts';

const ID = '3.9';
const { clients, scopes } = REPAIR_REALM;
const LOGIN = 'login';
const EXCHANGE = 'exchange';
/** What a server says that knows the parameter and not the URL (RFC 8707, section 2), such as a Keycloak with the feature resource-indicators. */
const INVALID_TARGET = 'invalid_target';
const refusalSchema = z.object({ error: z.string() });

/** Asks for tokens for a URL instead of a client, as the MCP specification wants clients to. */
export const resource: Step<ExchangeLab & Pick<Lab, 'credentials' | 'url'>> = {
  id: ID,
  title: 'URL as audience',
  standsOn: ['3.4'],
  leftOut: cannotExchange,
  keyIdea:
    'The MCP specification names servers by URL (RFC 8707). Keycloak 26.7 passes that over, so the scope has to say whom a token is for.',
  explanation: [
    'An MCP client must name the server that it wants a token for by its URL, in the parameter resource of the login and of the token request: so the MCP ' +
      'specification says (2025-11-25, Authorization), by RFC 8707.',
    'We log the user in with that parameter, and ask for an exchange with it. Then we look at what became of it in aud.',
  ],
  afterwards: [
    'A server that knows the parameter writes that URL into aud, or a name that it has for it (RFC 8707, section 2). A Keycloak as it comes takes the parameter and passes it over: aud is what the scope says. Real MCP clients send it, and it does no harm there. But only the scope from the ' +
      'document (step 3.2) makes their token one for the MCP server.',
    'Keycloak 26.7.4 can be started with a feature for it, resource-indicators, which is experimental. It refuses a login for a URL that it does not know (invalid_target), which is what you see if yours is one. Where a client has the URL as its resource_url, aud is the URL then, and ' +
      'an exchange of that token is refused with 403, Client is not within the token audience: the MCP server is known there by its client id. The two do not go together yet. What does: a client whose id is the URL, or a scope with two ' +
      'Audience mappers, one for the client and one for the URL.',
  ],
  prediction: {
    question:
      'A Keycloak as it comes is asked for scope=mcp-audience and resource=<URL of the MCP server>. What is aud?',
    choices: ['the URL', 'mcp-server', 'both', 'there is none: the login is refused'],
    answer: 1,
    because:
      'Keycloak 26.7 does not look at resource, unless it was started with an experimental feature. A parameter that a server does not know it has to ignore ' +
      '(RFC 6749, section 3.2).',
  },
  exhibits: resourceTable,
  hints: [
    'Look at aud in both rows.',
    'No error says that the parameter was passed over; only the token does.',
    'A Keycloak with the feature resource-indicators refuses the login with invalid_target, where no client has this URL as its resource_url.',
  ],
  byHand: (lab, shell) => [
    {
      kind: 'request',
      text: keepFieldOf(
        lab.endpoints.token,
        {
          grant_type: 'password',
          username: { variable: 'USER_NAME' },
          password: { variable: 'USER_PASSWORD' },
          ...shownClient(lab),
          scope: scopes.mcpAudience.name,
          resource: `${lab.url('mcp')}/mcp`,
        },
        { field: 'access_token', variable: ACCESS_TOKEN },
        shell,
      ),
      shows: `nothing: the token is kept in ${ACCESS_TOKEN}`,
    },
    {
      kind: 'request',
      text: `node -p 'JSON.parse(Buffer.from(process.env.${ACCESS_TOKEN}.split(\`.\`)[1], \`base64url\`)).aud'`,
      shows: `${clients.mcp.id}; or there is no token, where the login was refused (${INVALID_TARGET})`,
    },
  ],
  run: async (context) => {
    const { lab } = context;
    const { userName, password } = lab.credentials;
    const caller = nameHere(lab, clients.stack.id);
    const secret = await lab.identity.secretOf(caller, context.signal);
    const body = new URLSearchParams({
      grant_type: 'password',
      username: userName,
      password: password.reveal(),
      client_id: caller,
      ...(secret && { client_secret: secret.reveal() }),
      scope: scopes.mcpAudience.name,
      resource: `${lab.url('mcp')}/mcp`,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const login = {
      method: 'POST',
      url: lab.endpoints.token,
      headers,
      body: body.toString(),
      secrets: [password, ...(secret ? [secret] : [])],
    } as const;
    await toldRequest(ID, LOGIN, login, context);
    const ask: ExchangeAsk = { name: EXCHANGE, asks: '', form: { resource: lab.url('tool') } };
    await askForExchange(ID, ask, await subjectsOf(context), context);
  },
  checks: [
    {
      id: 'passed-over',
      title: 'What the login and the exchange made of the URL was seen',
      look: async ({ state }) => {
        const [login, exchange] = [LOGIN, EXCHANGE].map((name) => madeIn(state(), name));
        if (!login || !exchange) return { passed: false, saw: 'not asked in this run', next: 'Let this step ask.' };
        const saw = [login, exchange].map(whatCame);
        const isSeen = login.token !== undefined || refusedWith(login) === INVALID_TARGET;
        return { passed: isSeen, saw: `login: ${saw[0]} · exchange: ${saw[1]}` };
      },
    },
  ],
};

function resourceTable(state: SessionState): readonly TableExhibit[] {
  const asked = [
    [LOGIN, 'a login, for the URL of the MCP server'],
    [EXCHANGE, 'an exchange, for the URL of the tool'],
  ] as const;
  const rows = asked.flatMap(([name, title]) => {
    const made = madeIn(state, name);
    const status = made?.exchange.response?.status;
    return made && status !== undefined ? [{ ok: status === 200, cells: [title, String(status), whatCame(made)] }] : [];
  });
  if (rows.length === 0) return [];
  return [{ kind: 'table', title: 'With resource=<URL>', heads: ['what is asked for', 'status', 'what came'], rows }];
}

function whatCame({ token, exchange }: OwnExchange): string {
  const refused = refusedWith({ exchange });
  if (refused !== undefined) return `refused: ${refused}`;
  if (!token) return exchange.response?.body ?? 'no answer';
  return `aud ${'aud' in token.claims ? claimText('aud', token.claims.aud) : 'not there'}`;
}

/** The error of a refusal (RFC 6749, section 5.2). */
function refusedWith({ exchange: { response } }: Pick<OwnExchange, 'exchange'>): string | undefined {
  return refusalSchema.safeParse(parseJson(response?.body ?? '')).data?.error;
}

function madeIn({ steps }: SessionState, name: string): OwnExchange | undefined {
  return steps.find(({ id }) => id === ID)?.exchanges[name];
}
