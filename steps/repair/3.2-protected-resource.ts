import type { ExchangeExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Check, Step, StepContext } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import type { ServingLab } from '../propagation/commands.ts';
import { isGuarded } from '../propagation/group-here.ts';
import { type ToldAnswer, toldRequest } from '../told-request.ts';
import { challengeIn, readDocument } from './challenge.ts';
import { doorOf, glanceAt } from './door.ts';
import { REPAIR_REALM } from './realm.ts';
import { cannotRepair, exchangingMcp, mcpAhead, type RepairLab } from './repaired-parts.ts';

const ID = '3.2';
const { mcp } = REPAIR_REALM.clients;
const REFUSAL = 'refusal';
const DOCUMENT = 'document';

/** Starts the MCP server anew, as one that lets only those in who bring a token for it, and says where to get one. */
export const protectedResource: Step<RepairLab & ServingLab> = {
  id: ID,
  title: 'Who is let in',
  standsOn: ['2b'],
  starts: 'mcp',
  ahead: mcpAhead('2.12'),
  leftOut: (lab) => (isGuarded(lab) ? undefined : cannotRepair(lab)),
  keyIdea:
    'A protected MCP server lets in only tokens that were issued for it, and tells everybody else where to get one.',
  explanation: [
    'Now the repair. The MCP server is started anew, with another policy: it becomes a resource server of its own, as the MCP specification wants ' +
      'it (2025-11-25, Authorization). It has a name at the identity provider, ' +
      `${mcp.id}, and takes only tokens that name it in aud.`,
    'We ask it for something without a token, as a client that meets it for the first time would, and read what it answers.',
  ],
  afterwards: [
    'The answer is 401, and its header WWW-Authenticate says where to read on: resource_metadata (RFC 9728, section 5.1). The document there names ' +
      'the authorization server that gives tokens for this resource, and the scope to ask for. No client has to be told beforehand.',
  ],
  prediction: {
    question: 'A client has never heard of this MCP server. How does it learn where to get a token for it?',
    choices: [
      'from its own configuration: somebody has to write the identity provider’s address into it',
      'from the MCP server: the refusal says where a document is, and that names the identity provider',
      'from the identity provider: it keeps a list of all MCP servers',
    ],
    answer: 1,
    because:
      'The challenge of the 401 leads to the metadata of the resource (RFC 9728), and this to the authorization server. The MCP specification demands this ' +
      'document of every protected server, and that the 401 names it or that it stands where it is always looked for, below /.well-known/.',
  },
  exhibits: (state) => [
    ...exchangeExhibit(state, REFUSAL, 'What it answers to whoever brings no token'),
    ...exchangeExhibit(state, DOCUMENT, 'The document that the answer leads to'),
  ],
  hints: [
    'Look at the header www-authenticate of the answer.',
    'The document stands at /.well-known/oauth-protected-resource/mcp of the MCP server.',
    'Where the MCP server is one that you started, end it, and let this step start it.',
  ],
  byHand: (lab, shell) => [
    {
      kind: 'request',
      text: getCommand(doorOf(lab).href, shell, '-si'),
      shows: '401 Unauthorized and a www-authenticate with resource_metadata',
    },
    {
      kind: 'request',
      text: getCommand(
        new URL(`/.well-known/oauth-protected-resource${doorOf(lab).pathname}`, doorOf(lab)).href,
        shell,
      ),
      shows: `the document; its authorization_servers are ${lab.issuer}`,
    },
  ],
  here: (lab) =>
    isGuarded(lab) ? ['Here the MCP server is your own, and protected already: it is asked as it is.'] : [],
  run: async (context) => {
    if (!isGuarded(context.lab)) await exchangingMcp(context);
  },
  checks: [
    check('refuses', 'The MCP server refuses whoever brings no token, and says where to get one', async (context) => {
      const answer = await ask(context);
      const url = challengeIn(answer.headers).metadata;
      return {
        passed: answer.status === 401 && url !== undefined,
        saw:
          answer.status === 401
            ? `401 without a token, ${url === undefined ? 'and no word of where to get one' : 'with resource_metadata'}`
            : `answered ${answer.status} to a request without a token`,
      };
    }),
    check('document', 'Its document names this identity provider', async (context) => {
      const url = challengeIn((await ask(context)).headers).metadata;
      if (url === undefined) return { passed: false, saw: 'no document is named' };
      if (new URL(url).origin !== doorOf(context.lab).origin)
        return {
          passed: false,
          saw: 'the document that it names stands elsewhere, where nobody speaks for it (RFC 9728, section 3.3)',
        };
      const document = readDocument(await toldRequest(ID, DOCUMENT, { url }, context));
      const servers = document?.authorization_servers ?? [];
      return {
        passed: servers.includes(context.lab.issuer),
        saw: document
          ? `tokens from ${servers.join(', ')}, scope ${document.scopes_supported.join(' ')}`
          : 'no document',
      };
    }),
  ],
};

function check(id: string, title: string, look: Check<RepairLab>['look']): Check<RepairLab> {
  return { id, title, look };
}

/** The first message of an MCP client, without a token. */
function ask(context: StepContext<RepairLab>): Promise<ToldAnswer> {
  return toldRequest(ID, REFUSAL, glanceAt(context.lab), context);
}

function exchangeExhibit({ steps }: SessionState, name: string, title: string): readonly ExchangeExhibit[] {
  const asked = steps.find(({ id }) => id === ID)?.exchanges[name];
  return asked ? [{ kind: 'exchange', title, exchange: asked.exchange }] : [];
}
