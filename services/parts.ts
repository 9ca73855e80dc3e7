import { identityPart } from './identity/embedded/part.ts';
import { mcpPart } from './mcp-server/part.ts';
import { modelPart } from './model-server/part.ts';
import type { ServedPart } from './part/served-part.ts';
import { stackPart } from './stack-server/part.ts';
import { toolPart } from './tool-server/part.ts';

/** The parts there are, in the order in which the tutorial starts them: what `serve` runs, and what a lab is made of. */
export const PARTS: readonly ServedPart[] = [identityPart, toolPart, mcpPart, stackPart, modelPart];
