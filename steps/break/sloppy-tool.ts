import type { StartOptions } from '../../services/lab/lab-options.ts';
import type { WorkProgress } from '../../services/part/part.ts';
import { decidingHop } from '../../src/lesson/call.ts';
import type { CallCheck, ForgeLab, Making } from './breakage.ts';

const TOOL = 'tool';
/** The option of `serve tool` that leaves `aud` unlooked at. */
export const SKIP_AUDIENCE = '--skip-audience';
type ToolLab = Pick<ForgeLab, 'prepare' | 'start' | 'url'>;

/** How long the careful tool is waited for, also where the step is not any more. */
const PATIENCE_MS = 15_000;

/** The one that does not look, and the careful one that comes after it, load so that neither has to be waited for. */
export function prepareTools(lab: Pick<ToolLab, 'prepare'>, signal: AbortSignal): Promise<void> {
  return lab.prepare([TOOL, TOOL], signal);
}

/** Has a tool in the lab that does not look at `aud`, until the step is over: then the careful one is back, whatever came of the step. */
export async function useSloppyTool(lab: ToolLab, { signal, progress, afterwards }: Making): Promise<void> {
  const onProgress = ({ text }: WorkProgress) => progress(text);
  await lab.prepare([TOOL], signal);
  afterwards(() => startTool(lab, AbortSignal.timeout(PATIENCE_MS), onProgress, {}));
  await startTool(lab, signal, onProgress, { args: [SKIP_AUDIENCE] });
  // The next one loads meanwhile.
  await lab.prepare([TOOL], signal);
}

/** Starts the tool anew. Where somebody took its port meanwhile, it is elsewhere, and the MCP server has to be told: it sends tokens to no other. */
async function startTool(
  lab: ToolLab,
  signal: AbortSignal,
  onProgress: (progress: WorkProgress) => void,
  options: StartOptions,
): Promise<void> {
  const before = lab.url(TOOL);
  await lab.start(TOOL, signal, onProgress, options);
  const now = lab.url(TOOL);
  if (now !== before) await lab.start('mcp', signal, onProgress, { args: ['--allow-origin', now] });
}

/** Whether a call's token was for somebody else, and nobody looked. */
export const forSomebodyElse: CallCheck = {
  id: 'for-somebody-else',
  title: 'Its token was made for somebody else, and nobody looked',
  judge: (call, _, { audience }) => {
    const { answer, credential } = decidingHop(call) ?? {};
    const aud = [credential?.token?.claims.aud ?? []].flat();
    const looked = answer?.checks?.some(({ id }) => id === 'audience') !== false;
    return {
      passed: !looked && audience !== undefined && !aud.includes(audience),
      saw: `aud ${aud.join(', ') || 'not there'}, ${looked ? 'looked at' : 'not looked at'}`,
    };
  },
};
