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
import { newestCallExhibit } from './call-exhibit.ts';
import { comparison } from './comparison.ts';
import { GLOSSARY } from './glossary.ts';
import { REALM } from './realm.ts';
import { WAY } from './way.ts';

/** How a user's access token reaches a tool that trusts only its own identity provider. */
export const propagation: CourseChapter = {
  id: 'propagation',
  title: 'Access-token propagation',
  way: WAY,
  glossary: GLOSSARY,
  exhibits: (state) => [
    ...newestCallExhibit(state),
    ...comparison(state).map((each) => ({ ...each, concludes: true as const })),
  ],
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
