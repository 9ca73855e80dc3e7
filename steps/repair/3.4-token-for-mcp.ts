import type { TokenSet } from '../../services/clients/login.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { answerTo } from '../../src/lesson/call.ts';
import type { Step } from '../../src/lesson/step.ts';
import { keepToken } from '../break/commands.ts';
import { isGuarded } from '../propagation/group-here.ts';
import { userToken } from '../propagation/user-token.ts';
import { CALLER_GRANT, CALLER_TOKEN } from './caller-token.ts';
import { CALLER_CLAIMS } from './claims.ts';
import { REPAIR_REALM } from './realm.ts';
import { lacksMcpClient } from './repaired-parts.ts';

const ID = '3.4';
const { clients, scopes } = REPAIR_REALM;

type CallerLab = Pick<Lab, 'audience' | 'endpoints' | 'mcp' | 'realm' | 'running' | 'token' | 'userGrant'>;

/** Gets a token that the MCP server takes. */
export const tokenForMcp: Step<CallerLab> = {
  id: ID,
  title: 'A token for it',
  standsOn: ['3.2'],
  leftOut: (lab) => (isGuarded(lab) ? undefined : lacksMcpClient(lab)),
  keyIdea: 'The caller asks for a token for the one whom it calls, and for nobody behind: aud is the MCP server.',
  explanation: [
    `The document named a scope: ${scopes.mcpAudience.name}. Its Audience mapper puts ${clients.mcp.id} into aud, as tool-audience did for the tool. The ` +
      `client ${clients.stack.id} logs the user in once more, and asks for that scope.`,
    'Who calls need not know any more which tools lie behind the MCP server.',
  ],
  prediction: {
    question: 'What would the tool say to this token?',
    choices: [
      'yes: it is of the same user, the same client and the same issuer',
      'no: it does not find its own name in aud',
      'no: its signature is made with the key of the MCP server',
    ],
    answer: 1,
    because:
      'The identity provider signs all of its tokens with its own key, whomever they are for. The tool looks for my-external-tool in aud, and finds mcp-server.',
  },
  exhibits: (state) => {
    const issued = state.tokens[CALLER_TOKEN];
    if (!issued) return [];
    return [
      {
        kind: 'token',
        title: 'The token for the MCP server',
        token: issued.token,
        claims: CALLER_CLAIMS,
        judge: 'the MCP server',
        answer: answerTo({ ...state, hops: state.hops.filter(isAboutToken) }, issued, 'mcp'),
      },
    ];
  },
  hints: [
    'Look at aud and scope.',
    'The client has to ask for the scope; without it there is no aud.',
    `In a Keycloak, ${scopes.mcpAudience.name} is an optional client scope of ${clients.stack.id}, with an Audience mapper.`,
  ],
  here: (lab) =>
    isGuarded(lab) ? ['Here it is the user’s token of this deployment: your MCP server has taken it.'] : [],
  byHand: (lab, shell) => [keepToken(lab, shell, isGuarded(lab) ? undefined : scopes.mcpAudience.name)],
  run: async () => {},
  checks: [
    {
      id: 'audience',
      title: 'A login with this scope gives a token for the MCP server',
      look: async ({ lab, signal }) => {
        const { claims } = await callersToken(lab, signal);
        const audience = [claims.aud ?? []].flat();
        const wanted = isGuarded(lab) ? lab.audience : clients.mcp.id;
        return {
          passed: wanted === undefined || audience.includes(wanted),
          saw: `aud ${audience.join(', ') || 'none'}`,
        };
      },
    },
  ],
};

/** Whether a hop can tell how good a token is: a 403 says that it is good, and that more is wanted here, as in step 3.8 (RFC 6750, section 3.1). */
function isAboutToken({ answer }: Hop): boolean {
  return answer?.status?.startsWith('403') !== true;
}

/** The token that the caller brings: an MCP server of the learner's takes the user's, got once more where no person has to log in for that. */
function callersToken(lab: CallerLab, signal: AbortSignal): Promise<TokenSet> {
  if (!isGuarded(lab)) return lab.token(CALLER_TOKEN, CALLER_GRANT, signal);
  const { by } = lab.userGrant;
  return by === 'code' || by === 'device' ? userToken(lab, signal) : lab.token(CALLER_TOKEN, lab.userGrant, signal);
}
