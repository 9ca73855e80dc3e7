import { deploymentFrom } from '../../../../src/deployment/deployment-from.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { labParts } from '../../../../src/run/lab-parts.ts';
import { COURSE_REALM } from '../../../../steps/index.ts';
import { usualPortOf } from '../../../parts.ts';

/** The port of each part, and whether it is pinned. */
function portsOf(ports: Readonly<Record<string, number>>) {
  const parts = labParts({
    options: { deployment: deploymentFrom({ idp: 'embedded' }), keycloakImage: '', ports },
    env: {},
    credentials: { userName: 'alan', password: new Secret('p'), generated: false, secrets: {} },
    realm: COURSE_REALM,
    session: 'test',
    ask: undefined,
    spawner: () => Promise.reject(new Error('nothing is started')),
  });
  return Object.fromEntries(parts.map(({ source, port }) => [source.name, port]));
}

test('a part is wanted at the tutorial’s own port, or where it was pinned', () => {
  expect(portsOf({ mcp: 9_000 })).toMatchObject({
    tool: { port: usualPortOf('tool'), pinned: false },
    mcp: { port: 9_000, pinned: true },
  });
});

test('a port that is pinned for one is left to it by the others, however many of them are', () => {
  const usual = usualPortOf('tool');
  expect(portsOf({ mcp: usual, stack: usual + 1 }).tool).toEqual({ port: usual + 2, pinned: false });
});
