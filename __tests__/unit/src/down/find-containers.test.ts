import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LABEL, type Labels, ownerLabels, witnessOf } from '../../../../services/container-engine/owner.ts';
import { inUseFolder } from '../../../../services/machine/folders.ts';
import { processMark } from '../../../../services/machine/process-mark.ts';
import { findContainers } from '../../../../src/down/find-containers.ts';
import { FakeEngine } from '../../services/container-engine/fake-engine.ts';

const SESSION = '2026-11-24T16-13-07-123Z-a1B2c3';
const DEAD = { ...processMark(), boot: 'a boot before this one', began: '1' };

let engine: FakeEngine;
let home: string;
const before = process.env.XDG_STATE_HOME;
beforeEach(async () => {
  engine = await FakeEngine.open();
  home = mkdtempSync(join(tmpdir(), 'tutorial-tui-containers-'));
  process.env.XDG_STATE_HOME = home;
});
afterEach(async () => {
  await engine.close();
  rmSync(home, { recursive: true });
  if (before === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = before;
});

/** A container of the run, kept or not, and used by such a process, where one is named. */
function made(name: string, { labels = {}, usedBy }: { labels?: Labels; usedBy?: object } = {}): void {
  const all = { ...ownerLabels(SESSION, false), [LABEL.name]: name, ...labels };
  const { Id } = engine.create(name, { Image: 'keycloak', Hostname: witnessOf(SESSION), Labels: all });
  if (!usedBy) return;
  mkdirSync(inUseFolder(), { recursive: true, mode: 0o700 });
  writeFileSync(join(inUseFolder(), `${Id}.x.json`), JSON.stringify({ session: SESSION, owner: usedBy }));
}

/** What is found, by its name, and whether it would be ended. */
async function found(wish: { all?: boolean; ending?: readonly string[] } = {}, signal = new AbortController().signal) {
  const { all = false, ending = [] } = wish;
  const { things } = await findContainers({ DOCKER_HOST: engine.host }, { all, ending: new Set(ending) }, signal);
  return things.map(({ what, because, end }) => `${what}: ${because}${end ? ', ended' : ''}`);
}

// The owner of a container is told by its boot there; Windows has none.
if (process.platform === 'linux') {
  test('of what is ended with its lab nothing is said; what was kept is its owner’s to end', async () => {
    made('own', { usedBy: processMark() });
    expect(await found()).toEqual(['container own: a run that goes on uses it']);
    expect(await found({ ending: [SESSION] })).toEqual([]);
    made('kept', { labels: { [LABEL.keep]: 'true' } });
    expect(await found({ ending: [SESSION] })).toEqual(['container kept: it was kept; --all ends it, too']);
    expect(await found({ ending: [SESSION], all: true })).toEqual(['container kept: it was kept, ended']);
  });

  test('what somebody used who is gone is nobody’s', async () => {
    made('used', { labels: { [LABEL.owner]: JSON.stringify(DEAD) }, usedBy: DEAD });
    expect(await found()).toEqual([`container used: run ${SESSION} was killed, ended`]);
  });

  test('whoever interrupts it hears of no fault of the engine’s', async () => {
    made('own');
    const stop = new AbortController();
    engine.before = ['GET /containers/', () => stop.abort(new Error('enough'))];
    await expect(found({}, stop.signal)).rejects.toThrow('enough');
  });
}
