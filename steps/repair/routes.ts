import { toolServer } from '../propagation/1b-tool-server.ts';
import { stackServer } from '../propagation/2a-stack-server.ts';
import type { CallRoute } from '../propagation/judged-call.ts';
import { protectedResource } from './3.2-protected-resource.ts';
import { REPAIRED_WAY, WAY_TO_MCP } from './way.ts';

const TO_MCP: CallRoute['startedBy'] = [
  ['stack', stackServer],
  ['mcp', protectedResource],
];

/** Of a call that the repaired MCP server answers. */
export const REPAIRED_ROUTE: CallRoute = { way: REPAIRED_WAY, startedBy: [...TO_MCP, ['tool', toolServer]] };

/** Of one that it does not let in. */
export const ROUTE_TO_MCP: CallRoute = { way: WAY_TO_MCP, startedBy: TO_MCP };
