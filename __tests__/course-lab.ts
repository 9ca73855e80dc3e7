import { findMcp } from '../services/clients/mcp-find.ts';
import { createStackClient } from '../services/clients/stack/client.ts';
import { BUNDLED_STACK } from '../services/clients/stack/found-stack.ts';
import { TOOL_GROUP } from '../services/clients/tutorial-tool.ts';
import { keycloakEndpoints } from '../services/identity/keycloak/paths.ts';
import { Records } from '../services/lab/records.ts';
import { userGrant } from '../services/lab/user-grant.ts';
import { Secret } from '../src/evidence/secret.ts';
import type { CourseLab } from '../steps/course-lab.ts';
import { COURSE_REALM } from '../steps/index.ts';
import { PART_NAMES, usualPortOf } from './parts.ts';

/**
 * A lab on the tutorial's own ports in which nothing runs, but for what is given; what it gives to no step of a test is an error. What its
 * members say follows from each other, as in a real one.
 */
export function courseLab(given: Partial<CourseLab> = {}): CourseLab {
  const unused = (what: string): never => {
    throw new Error(`${what} is not part of this test`);
  };
  const lab: CourseLab = {
    program: 'tutorial-tui',
    realm: COURSE_REALM,
    userGrant: userGrant(COURSE_REALM),
    audience: 'my-external-tool',
    parts: PART_NAMES,
    credentials: { userName: 'alan', password: new Secret('secret'), generated: false, secrets: {} },
    dataFolder: undefined,
    model: { which: 'scripted' },
    records: new Records(),
    url: (part) => `http://localhost:${usualPortOf(part)}`,
    usualPort: usualPortOf,
    wantedPort: (part) => ({ port: usualPortOf(part), pinned: false }),
    isReady: () => false,
    running: () => undefined,
    silence: async () => undefined,
    isOtherwise: () => false,
    hasRoomFor: () => true,
    mcp: {
      get found() {
        return { endpoint: new URL('/sse', lab.url('mcp')), transport: 'sse' as const, isProtected: false };
      },
      tools: async (signal, token) => (await findMcp([lab.mcp.found], token, { signal })).tools,
      forget: () => {},
    },
    stack: (signal) => createStackClient({ baseUrl: lab.url('stack'), signal, found: BUNDLED_STACK }),
    foundStack: BUNDLED_STACK,
    toolGroup: { id: TOOL_GROUP, own: undefined, found: () => {}, changing: () => {} },
    get issuer() {
      return `${lab.url('identity')}/realms/demo`;
    },
    get endpoints() {
      return keycloakEndpoints(lab.issuer);
    },
    adminConsole: undefined,
    get identity() {
      return unused('the identity provider');
    },
    get inspection() {
      return unused('what was found of the identity provider');
    },
    inspectIdentity: () => unused('a look at the identity provider'),
    look: (part) => unused(`a look for the ${part} server`),
    prepare: () => unused('getting parts ready'),
    start: (part) => unused(`the ${part} server`),
    takeIn: ({ name }) => unused(`a ${name} server by hand`),
    token: () => unused('a token'),
    kept: () => undefined,
    logIn: () => unused('a login'),
    close: async () => {},
  };
  return Object.defineProperties(lab, Object.getOwnPropertyDescriptors(given));
}
