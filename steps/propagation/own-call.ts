import { TOOL } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';

/** What a call of the learner's own takes of the lab. */
export type OwnCallLab = Pick<Lab, 'mcp'>;

/** What an answer says that refuses a credential, in whatever words a tool has for that. */
const REFUSAL = /\b40[13]\b|unauthori[sz]ed|forbidden|access denied|permission denied|invalid[_ ]token|not a token/i;

/** The name of the tool that is called. */
export function calledTool({ mcp }: OwnCallLab): string {
  return mcp.call?.tool ?? TOOL;
}

/** Whether an answer with this code and these words is what the tool of an own call has to say. */
export function isAsOwn(
  { mcp }: OwnCallLab,
  answer: 'refused' | 'answered',
  { errorCode, text }: { readonly errorCode: number | null; readonly text: string },
): boolean {
  if (answer === 'refused') return errorCode !== 0 && REFUSAL.test(text);
  return errorCode === 0 && text.includes(mcp.call?.expect ?? '');
}

/** What is otherwise where the call is the learner's own: nothing that a step says of the tutorial's is said of it. */
export function ownCallHere({ mcp }: OwnCallLab): readonly string[] {
  const { call } = mcp;
  if (!call) return [];
  return [
    `Here the call is your own: ${call.tool}(${Object.keys(call.arguments).join(', ')}). What stands here of fetch, of its answers and of the tool’s log is said ` +
      'of the tutorial’s call. Whom your MCP server asks, and what is checked there, is seen only where a tap stands before it.',
  ];
}

/** Why a step is left out that judges by what the tool says; undefined where that is seen. */
export function lacksSightOfTool({ mcp }: OwnCallLab): string | undefined {
  return mcp.tool && `the MCP server asks the tool at ${mcp.tool}, past every tap: what the tool says is not seen`;
}

/** Why a step is left out that is about the tutorial's call; undefined where that is made. */
export function lacksTutorialsCall({ mcp }: OwnCallLab): string | undefined {
  return mcp.call && `the call is your own, ${mcp.call.tool}: what its tool checks is not known`;
}
