import { GLOSSARY } from '../../src/lesson/glossary.ts';
import type { CourseChapter } from '../course-chapter.ts';
import { prerequisites } from './0-prerequisites.ts';
import { identityProvider } from './1a-identity-provider.ts';
import { toolServer } from './1b-tool-server.ts';
import { mcpServer } from './1c-mcp-server.ts';
import { stackServer } from './2a-stack-server.ts';
import { toolGroup } from './2b-tool-group.ts';
import { unauthorizedCall } from './3a-unauthorized-call.ts';
import { authorizedCall } from './3b-authorized-call.ts';
import { sideBySide } from './4-side-by-side.ts';
import { REALM } from './realm.ts';

/** How a user's access token reaches a tool that trusts only its own identity provider. */
export const propagation: CourseChapter = {
  id: 'propagation',
  title: 'Access-token propagation',
  way: ['you', 'stack', 'mcp', 'tool'],
  glossary: GLOSSARY,
  realm: REALM,
  steps: [
    prerequisites,
    identityProvider,
    toolServer,
    mcpServer,
    stackServer,
    toolGroup,
    unauthorizedCall,
    authorizedCall,
    sideBySide,
  ],
};
