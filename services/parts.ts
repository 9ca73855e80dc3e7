import { identityPart } from './identity/embedded/part.ts';
import { mcpPart } from './mcp-server/part.ts';
import type { ServedPart } from './part/served-part.ts';
import { stackPart } from './stack-server/part.ts';
import { toolPart } from './tool-server/part.ts';

/** The parts there are, in the order in which the tutorial starts them: what `serve` runs, and what a lab is made of. */
export const PARTS: readonly ServedPart[] = [identityPart, toolPart, mcpPart, stackPart];

/** The one of this name. Throws where there is none. */
export function partNamed(name: string): ServedPart {
  const part = PARTS.find((each) => each.name === name);
  if (!part) throw new Error(`no part ${name}`);
  return part;
}
