import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LABEL, type Labels, ownerLabels, witnessOf } from '../../services/container-engine/owner.ts';
import { processMark } from '../../services/machine/process-mark.ts';
import type { DownReport } from '../../src/down/report.ts';
import { FakeEngine } from '../unit/services/container-engine/fake-engine.ts';
import type { Home } from './home.ts';
import { clearAll, type Ended, type Program, run } from './program.ts';
import { endAll, labHome, stateOf } from './standing.ts';

const SESSION = '2026-11-24T16-13-07-123Z-a1B2c3';
const DEAD = JSON.stringify({ ...processMark(), boot: 'a boot before this one', began: '1' });

let engine: FakeEngine;
let home: Home;
beforeEach(async () => {
  engine = await FakeEngine.open();
  home = labHome();
});
afterEach(async () => {
  await clearAll();
  await engine.close();
  await endAll();
});

/** A container as a run of this user makes one, but for what is said otherwise. */
function made(name: string, labels: Labels = {}, hostname = witnessOf(SESSION)): string {
  const all = { ...ownerLabels(SESSION, false), [LABEL.name]: name, ...labels };
  return engine.create(name, { Image: 'keycloak', Hostname: hostname, Labels: all }).Id;
}

function down(...args: readonly string[]): Promise<Program & Ended> {
  return run(['down', ...args], { home, env: { DOCKER_HOST: engine.host } });
}

function outcomes({ stdout }: Program): string[] {
  const { things }: DownReport = JSON.parse(stdout);
  return things.map(({ what, outcome }) => `${what} ${outcome}`);
}

// The owner of a container is told by its boot there; Windows has none.
if (process.platform === 'linux') {
  test('of containers, those of killed runs are ended, those that were kept with --all; copies, other users’ and those in use are left', async () => {
    made('dead', { [LABEL.owner]: DEAD });
    made('living');
    made('kept', { [LABEL.owner]: DEAD, [LABEL.keep]: 'true' });
    const used = made('used', { [LABEL.owner]: DEAD, [LABEL.keep]: 'true' });
    made('copy', { [LABEL.owner]: DEAD }, 'another');
    made('renamed', { [LABEL.owner]: DEAD, [LABEL.name]: 'its old name' });
    made('theirs', { [LABEL.owner]: DEAD, [LABEL.user]: 'somebody' });
    made('garbage', { [LABEL.owner]: 'nonsense' });
    engine.create('foreign', { Image: 'x' });
    const marks = join(stateOf(home), 'containers');
    mkdirSync(marks, { recursive: true, mode: 0o700 });
    writeFileSync(join(marks, `${used}.x.json`), JSON.stringify({ session: 'other', owner: processMark() }));

    const dry = await down('--dry-run', '--json');
    expect(outcomes(dry)).toEqual([
      'container dead would-end',
      'container living left',
      'container kept left',
      'container used left',
      'container garbage left',
    ]);
    expect(engine.requests.filter((request) => request.startsWith('DELETE'))).toEqual([]);

    const ended = await down('--yes');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('container kept; it was kept; --all ends it, too');
    expect(engine.requests.filter((request) => request.startsWith('DELETE'))).toEqual([
      expect.stringMatching(/^DELETE \/containers\/dead\?/),
    ]);
    expect(outcomes(await down('--yes', '--all', '--json'))).toContain('container kept ended');
    expect(engine.names).toEqual(
      ['living', 'used', 'copy', 'renamed', 'theirs', 'garbage', 'foreign'].map((name) => `${name} created`),
    );
  });

  test('what has come meanwhile was not said, and is left for the next time', async () => {
    made('dead', { [LABEL.owner]: DEAD });
    let asked = 0;
    engine.before = [
      'GET /containers/json',
      () => {
        asked += 1;
        if (asked === 2) made('late', { [LABEL.owner]: DEAD });
      },
    ];
    expect(outcomes(await down('--yes', '--json'))).toEqual(['container dead ended']);
    expect(engine.names).toEqual(['late created']);
  });

  test('an engine that cannot do it: the container stays, how it is ended by hand is said, and the exit code is 5', async () => {
    made('dead', { [LABEL.owner]: DEAD });
    engine.before = [
      'DELETE /containers/',
      () => {
        engine.fault = 'the disk is full';
      },
    ];
    const ended = await down('--yes');
    expect(ended.code).toBe(5);
    expect(ended.stdout).toContain('STAYS      container dead: the disk is full. By hand: docker rm -f dead');
  });

  test('an engine that answers nothing sensible hinders nothing else, and is told of', async () => {
    engine.fault = 'broken';
    mkdirSync(stateOf(home), { recursive: true });
    writeFileSync(join(stateOf(home), 'up.lock'), DEAD);
    const ended = await down('--yes');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^ended +.*up\.lock$/m);
    expect(ended.stdout).toMatch(/No container was looked at: .*500/);
  });
}
