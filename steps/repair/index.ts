import type { CourseChapter } from '../course-chapter.ts';
import { newestCallExhibit } from '../propagation/call-exhibit.ts';
import { passedToken } from './3.1-passed-token.ts';
import { protectedResource } from './3.2-protected-resource.ts';
import { seedsCall } from './3.3-seeds-call.ts';
import { tokenForMcp } from './3.4-token-for-mcp.ts';
import { exchangedCall } from './3.5-exchanged-call.ts';
import { twoTokens } from './3.6-two-tokens.ts';
import { whatIsRefused } from './3.7-what-is-refused.ts';
import { stepUp } from './3.8-step-up.ts';
import { resource } from './3.9-resource.ts';
import { oneDoorEach } from './3.10-one-door-each.ts';
import { REPAIR_GLOSSARY } from './glossary.ts';
import { REPAIR_REALM } from './realm.ts';
import { REPAIRED_WAY } from './way.ts';

/** No token goes further than its audience: the MCP server becomes a protected resource, and exchanges what it is brought. */
export const repairIt: CourseChapter = {
  id: 'repair',
  title: 'Repair it',
  way: REPAIRED_WAY,
  glossary: REPAIR_GLOSSARY,
  exhibits: (state) => newestCallExhibit(state, REPAIRED_WAY),
  realm: REPAIR_REALM,
  steps: [
    passedToken,
    protectedResource,
    seedsCall,
    tokenForMcp,
    exchangedCall,
    twoTokens,
    whatIsRefused,
    stepUp,
    resource,
    oneDoorEach,
  ],
};
