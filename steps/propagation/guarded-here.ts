import type { Lab } from '../../services/lab/lab.ts';
import { type BringingLab, broughtAs, isGuarded } from './group-here.ts';

/** What is otherwise where the MCP server is the learner's, and lets in only who brings a token. */
export function guardedHere(lab: BringingLab & Pick<Lab, 'audience'>): readonly string[] {
  if (!isGuarded(lab)) return [];
  const as = broughtAs(lab);
  const whose = lab.audience === undefined ? '' : `, which names ${lab.audience} in aud`;
  return [
    `Here your MCP server lets in only who brings a token that it takes, in the header Authorization of each request. It is brought the user’s${whose}; what it shows the tool ` +
      'is its own affair.',
    ...(as
      ? [
          `The tutorial’s provider puts the token into the message, where such a server does not look. So the tool group has Llama Stack’s own provider here, and the token ` +
            `travels as ${as.travels}.`,
        ]
      : []),
  ];
}

/** Why a step is left out that gets a token for the tool by a client of the lesson's; undefined where such a token gets there. */
export function takesOtherTokens(lab: Pick<Lab, 'mcp' | 'running'>): string | undefined {
  return isGuarded(lab)
    ? 'its clients get tokens for the tool, and your MCP server takes those that are for itself'
    : undefined;
}

/** Why a step is left out that judges by what the tool says to the very token that was sent; undefined where that gets there. */
export function isRefusedBefore(lab: Pick<Lab, 'mcp' | 'running'>): string | undefined {
  return isGuarded(lab)
    ? 'your MCP server takes a token for itself, and looks at it first: what was sent does not get to the tool'
    : undefined;
}
