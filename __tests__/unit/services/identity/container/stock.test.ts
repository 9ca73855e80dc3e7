import type { ContainerDetails } from '../../../../../services/container-engine/engine.ts';
import { LABEL, ownerLabels, ownerLives, witnessOf } from '../../../../../services/container-engine/owner.ts';
import { fateOf, type Others, type Wanted } from '../../../../../services/identity/container/stock.ts';
import { processMark } from '../../../../../services/machine/process-mark.ts';

const NAME = 'tutorial-tui-keycloak';
const EARLIER = '2026-11-24T10-00-00-000Z-a1B2c3';

const labels = { ...ownerLabels(EARLIER, true), [LABEL.name]: NAME };
/** One that an earlier run kept, as its engine tells of it. */
const kept: ContainerDetails = {
  id: 'a',
  name: NAME,
  labels,
  image: 'keycloak:26',
  hostname: witnessOf(EARLIER),
  status: 'running',
  running: true,
  exitCode: 0,
  killedForMemory: false,
  env: { KC_BOOTSTRAP_ADMIN_PASSWORD: 'x' },
  publishedPort: 8080,
};
const stopped = { ...kept, status: 'exited', running: false };
const notKept = { ...kept, labels: { ...labels, [LABEL.keep]: 'false' } };
const wanted: Wanted = { image: 'keycloak:26', session: 'now', port: { port: 8080, pinned: false } };
const pinned: Wanted = { ...wanted, port: { port: 9, pinned: true } };
const alone: Others = { ownerLives: () => false, inUse: new Set() };
const ownerLiving: Others = { ...alone, ownerLives: () => true };
const inUseElsewhere: Others = { ...alone, inUse: new Set(['a']) };

test.each<[string, ContainerDetails, Wanted, Others, string]>([
  ['kept, and fits', kept, wanted, alone, 'adopt'],
  ['kept, and stopped', stopped, wanted, alone, 'adopt'],
  ['kept, and never started', { ...stopped, status: 'created' }, wanted, alone, 'adopt'],
  ['kept, on another port than wished', kept, { ...wanted, port: { port: 9, pinned: false } }, alone, 'adopt'],
  ['kept, on the port that is pinned', kept, { ...wanted, port: { port: 8080, pinned: true } }, alone, 'adopt'],
  ['kept by this very run', kept, { ...wanted, session: EARLIER }, ownerLiving, 'adopt'],
  ['kept, on another port than pinned', kept, pinned, alone, 'leave: its port is 8080'],
  ['kept, of another image', kept, { ...wanted, image: 'keycloak:27' }, alone, 'leave: its image is keycloak:26'],
  ['kept, and paused', { ...kept, status: 'paused' }, wanted, alone, 'leave: it is paused'],
  ['kept, without a port', { ...kept, publishedPort: undefined }, wanted, alone, 'leave: it publishes no port'],
  ['kept, without a password', { ...kept, env: {} }, wanted, alone, 'leave: it does not say who its admin is'],
  ['kept, and used by a run that did not make it', kept, wanted, inUseElsewhere, 'leave: another run uses it'],
  ['kept by a run that lives', kept, wanted, ownerLiving, 'pass'],
  ['not kept, of a run that lives', notKept, wanted, ownerLiving, 'pass'],
  ['not kept, of a run that was killed', notKept, wanted, alone, 'remove'],
  ['not kept, of this very run', notKept, { ...wanted, session: EARLIER }, ownerLiving, 'remove'],
])('%s', (_, found, wish, others, expected) => {
  const fate = fateOf(found, wish, others);
  expect(fate.do === 'leave' ? `leave: ${fate.because}` : fate.do).toBe(expected);
});

describe('is nobody of ours, kept or not, and is passed', () => {
  test.each<[string, Partial<ContainerDetails>]>([
    ['a copy by docker commit, under a name of its own', { name: 'my-own', hostname: '5f0ac1b2d3e4' }],
    ['a copy by docker commit, under our name', { hostname: '5f0ac1b2d3e4' }],
    ['one that was renamed', { name: 'my-own' }],
    ['one of another user of the engine', { labels: { ...labels, [LABEL.user]: 'not-me' } }],
    ['one that carries no label but our name', { labels: {}, hostname: '' }],
    [
      'one with labels as somebody else may write them',
      { labels: { [LABEL.session]: EARLIER, [LABEL.keep]: 'false' } },
    ],
  ])('%s', (_, other) => {
    for (const found of [kept, notKept]) expect(fateOf({ ...found, ...other }, wanted, alone)).toEqual({ do: 'pass' });
  });
});

test('the owner lives while its process does; where the label does not tell, it counts as alive', () => {
  expect(ownerLives(labels)).toBe(true);
  expect(ownerLives({ ...labels, [LABEL.owner]: JSON.stringify({ ...processMark(), boot: 'another' }) })).toBe(false);
  for (const owner of ['', '{}', 'x']) expect(ownerLives({ ...labels, [LABEL.owner]: owner })).toBe(true);
});
