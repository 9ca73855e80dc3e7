import { GENERATION_IDS } from '../../../../services/clients/stack/generation.ts';
import { GENERATIONS } from '../../../../services/clients/stack/generations.ts';
import type { Lab } from '../../../../services/lab/lab.ts';
import { unauthorizedCall } from '../../../../steps/propagation/3a-unauthorized-call.ts';
import { mcpEndpoint } from '../../../../steps/propagation/as-in-tutorial.ts';
import { listCommand, registerCommand } from '../../../../steps/propagation/group-commands.ts';
import { broughtAs, isGuarded } from '../../../../steps/propagation/group-here.ts';
import { guardedHere } from '../../../../steps/propagation/guarded-here.ts';
import { courseLab } from '../../../course-lab.ts';

const foundOf = (id: (typeof GENERATION_IDS)[number]): Lab['foundStack'] => ({
  version: '9.9.9',
  generation: GENERATIONS[id],
  by: 'version',
});

/** A lab whose MCP server is the learner's, and lets nobody in without a token. */
function guarded(id: (typeof GENERATION_IDS)[number], more: Partial<Lab> = {}) {
  const usual = courseLab();
  return courseLab({
    foundStack: foundOf(id),
    mcp: {
      ...usual.mcp,
      found: { endpoint: new URL('http://localhost:8000/mcp'), transport: 'streamable-http', isProtected: true },
    },
    running: (part) => (part === 'mcp' ? { kind: 'own', reports: false } : undefined),
    ...more,
  });
}

test.each(GENERATION_IDS)(
  '%s brings a protected MCP server the token in a header: as itself, where it has one',
  (id) => {
    expect(isGuarded(guarded(id))).toBe(true);
    expect(broughtAs(guarded(id))?.id).toBe(id === 'provider-data' ? 'mcp-headers' : undefined);
    expect(broughtAs(courseLab({ foundStack: foundOf(id) }))).toBeUndefined();
  },
);

test('what is otherwise there is said, and nobody is asked to predict what that gives away', () => {
  expect(guardedHere(courseLab())).toEqual([]);
  expect(guardedHere(guarded('provider-data')).join(' ')).toContain('`mcp_headers`');
  expect(guardedHere(guarded('authorization'))).toHaveLength(1);
  expect([courseLab(), guarded('responses')].map((lab) => unauthorizedCall.foregone?.(lab))).toEqual([false, true]);
});

test('by hand, the token goes along where it has to: with the registration, and with the list', () => {
  const texts = (lab: Lab | ReturnType<typeof guarded>) =>
    [registerCommand(lab, 'posix'), listCommand(lab, 'posix')].map(({ text }) => text.includes('$ACCESS_TOKEN'));
  expect(texts(courseLab())).toEqual([false, false]);
  expect(texts(guarded('provider-data'))).toEqual([true, true]);
  expect(texts(guarded('mcp-headers'))).toEqual([false, true]);
  expect(listCommand(guarded('authorization'), 'posix').text).toContain(
    '--data-urlencode "authorization=$ACCESS_TOKEN"',
  );
});

test('a tool group of the learner’s says where its MCP server is, and how it is brought a token', () => {
  const own = { endpoint: 'http://localhost:9000/sse', as: GENERATIONS['mcp-headers'] };
  const lab = guarded('provider-data', { toolGroup: { ...courseLab().toolGroup, id: 'mine', own } });
  expect([mcpEndpoint(lab), broughtAs(lab)]).toEqual([own.endpoint, own.as]);
  const unseen = { ...lab.toolGroup, own: { endpoint: own.endpoint } };
  expect(broughtAs(guarded('provider-data', { toolGroup: unseen }))).toBeUndefined();
});
