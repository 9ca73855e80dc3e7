import type { Lab } from '../../services/lab/lab.ts';
import { type Shell, shellWord } from '../../src/lesson/shell.ts';
import type { Step } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import { look } from '../look.ts';
import { nameHere } from '../names-here.ts';
import { keysExhibits } from './aside-exhibits.ts';
import { type ServingLab, serveCommand, whose } from './commands.ts';
import { REALM } from './realm.ts';

/** Starts the tool, which refuses whoever brings no token. */
export const toolServer: Step<ServingLab & Pick<Lab, 'issuer'>> = {
  id: '1b',
  title: 'Tool server',
  standsOn: ['1a'],
  starts: 'tool',
  keyIdea:
    'The tool trusts one issuer. It fetches that issuer’s public keys and checks every token against them, by itself.',
  explanation: [
    'The tool answers Hello, world! to whoever brings a token that its identity provider signed, that names my-external-tool as audience, and that ' +
      'has not expired. Everybody else gets 401 Unauthorized.',
    'It never asks the identity provider about a token. It reads the discovery document, fetches the public keys, keeps them, and verifies ' +
      'signatures offline. That is why a token stays good until it expires, even after a logout. The tutorial’s Go server reads the discovery ' +
      'document anew for each request; the decision is the same.',
  ],
  exhibits: keysExhibits,
  hints: [
    'Ask the tool something without a token.',
    'It has to answer 401 with a WWW-Authenticate header. 503 means that it cannot reach its identity provider.',
    'If the port is taken by something else, end that, or start again with --port-tool and another number.',
  ],
  byHand: (lab, shell) => [
    {
      kind: 'server',
      text: serveCommand(lab, 'tool', ...trusting(lab, shell)),
      shows: 'The tool server … listens on …',
    },
    {
      kind: 'request',
      text: getCommand(lab.url('tool'), shell, '-si'),
      shows: '401 Unauthorized and a WWW-Authenticate challenge',
    },
  ],
  run: ({ lab, signal, progress }) => lab.start('tool', signal, ({ text }) => progress(text)),
  checks: [
    {
      id: 'refuses',
      title: 'The tool refuses whoever brings no token',
      look: async ({ lab, signal }) => {
        const { status, headers } = await look(lab.url('tool'), signal);
        const isChallenged = headers['www-authenticate'] !== undefined;
        // The tutorial's own tool sends none, and refuses all the same.
        const passed = status === 401 && (isChallenged || lab.running('tool')?.kind === 'own');
        const lacks = isChallenged ? '' : ', and no WWW-Authenticate with it';
        return {
          passed,
          saw: passed
            ? `401 without a token${lacks}${whose(lab, 'tool')}`
            : `answered ${status}${status === 401 ? lacks : ''} to a request without a token`,
        };
      },
    },
  ],
};

/** Whom it is to trust, and who it is then, where that is not as the tutorial has it. */
function trusting(lab: Pick<Lab, 'issuer' | 'realm'>, shell: Shell): readonly string[] {
  const audience = nameHere(lab, REALM.clients.tool.id);
  const options = { '--issuer': lab.issuer, ...(audience !== REALM.clients.tool.id && { '--audience': audience }) };
  return Object.entries(options).map(([option, value]) => `${option} ${shellWord(value, shell)}`);
}
