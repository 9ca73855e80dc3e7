import type { Lab } from '../services/lab/lab.ts';
import type { Step } from '../src/lesson/step.ts';
import { prerequisites } from './0-prerequisites.ts';
import { identityProvider } from './1a-identity-provider.ts';
import { toolServer } from './1b-tool-server.ts';
import { mcpServer } from './1c-mcp-server.ts';
import { stackServer } from './2a-stack-server.ts';
import { toolGroup } from './2b-tool-group.ts';
import { unauthorizedCall } from './3a-unauthorized-call.ts';
import { authorizedCall } from './3b-authorized-call.ts';
import { sideBySide } from './4-side-by-side.ts';

/** The lesson, in the order of the tutorial. */
export const LESSON: readonly Step<Lab>[] = [
  prerequisites,
  identityProvider,
  toolServer,
  mcpServer,
  stackServer,
  toolGroup,
  unauthorizedCall,
  authorizedCall,
  sideBySide,
];
