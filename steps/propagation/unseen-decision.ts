import type { Lab } from '../../services/lab/lab.ts';
import type { Call } from '../../src/lesson/call.ts';
import type { Verdict } from '../../src/lesson/step.ts';
import { letItSendThere } from './not-allowed.ts';
import { isAsOwn } from './own-call.ts';
import { contentText, type ToolResult } from './tool-result.ts';

/** What is judged by, where the tool was asked past its tap: what came back. */

/** What has to come back, by what the tool is to decide. */
export const WANTED = { refused: 'a refusal of the credential', answered: 'the answer of the tool' } as const;

/** Whether the tool may have been asked where nobody looks: by an MCP server of the learner's, past its tap. */
export function mayBeUnseen(lab: Pick<Lab, 'mcp' | 'running'>): boolean {
  return lab.mcp.call !== undefined || lab.running('mcp')?.reports === false;
}

/** Whether it may, and a tap in this process would see at once what it ever sees. */
export function passesUnseen(lab: Pick<Lab, 'mcp' | 'running'>): boolean {
  return mayBeUnseen(lab) && !tellsItsLog(lab);
}

/** Where the tool was not seen, what came back has to tell, and that is said. */
export function unseenDecision(
  call: Call,
  result: ToolResult,
  lab: Pick<Lab, 'mcp'>,
  answer: 'refused' | 'answered',
): Verdict {
  const said = saidIn(call, result);
  const passed = isAsOwn(lab, answer, said);
  const came = `the answer that came back is ${passed ? '' : 'not '}${WANTED[answer]}`;
  const next =
    letItSendThere(said.text) ??
    'See what the MCP server says. To have the tool seen, let it ask the tool at the address of the tap.';
  return {
    passed,
    saw: `tool: not seen: your MCP server asked it past its tap, if at all; ${came}`,
    ...(!passed && { next }),
  };
}

/** What came back, with what the MCP server said to the stack server, which may have told its caller less. */
export function saidIn(call: Call, result: ToolResult): { errorCode: number | null; text: string } {
  const { text = '' } = call.hops.find(({ to }) => to === 'mcp')?.answer ?? {};
  return { errorCode: result.error_code, text: `${contentText(result)}\n${text}` };
}

/** A tool of the learner's own keeps its log to itself; what a tap before it sees is its answer. */
export function tellsItsLog(lab: Pick<Lab, 'mcp' | 'running'>): boolean {
  return lab.mcp.call === undefined && lab.running('tool')?.reports !== false;
}
