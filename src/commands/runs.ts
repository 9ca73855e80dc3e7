import { printableJson, printableLine } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import { durationText } from '../lesson/duration.ts';
import { listRuns } from '../records/list-runs.ts';
import { type RunSummary, summaryOf } from '../records/run-summary.ts';
import { dateText } from '../report/formats/times.ts';

/** A run as `runs --json` tells of it. */
interface ListedRun {
  readonly name: string;
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly at?: number;
  readonly of: RunSummary['of'];
  readonly what: string;
  readonly standing: 'ended' | 'goes-on' | 'broken-off';
  readonly outcome?: string;
  readonly exitCode?: number;
  readonly verdict: string;
  readonly tookMs?: number;
}

type Started = Extract<RunSummary, { of: 'lesson' }>['started'];

/** As many steps are named; of more it is said how many they are. */
const NAMED = 3;

/** Lists the runs on record, newest first. */
export async function runs({ json = false }: { json?: boolean }, { stdout }: Pick<Io, 'stdout'>): Promise<void> {
  const summaries: RunSummary[] = [];
  // One after the other: a record may be long.
  for (const run of await listRuns()) summaries.push(await summaryOf(run));
  const listed = summaries.map(listedRun);
  if (json) {
    stdout.write(Buffer.from(`${printableJson(listed)}\n`));
    return;
  }
  if (listed.length === 0) {
    stdout.write('No run is on record.\n');
    return;
  }
  for (const { name, at, of, what, verdict, tookMs } of listed) {
    const when = at === undefined ? '' : dateText(at);
    const took = tookMs === undefined ? '' : durationText(tookMs);
    stdout.write(`${printableLine([name, when, took].filter(Boolean).join('  '))}\n`);
    stdout.write(`    ${printableLine(of === 'nothing' ? verdict : `${what}: ${verdict}`)}\n`);
  }
}

function listedRun(run: RunSummary): ListedRun {
  const { name, folder, goesOn } = run;
  if (run.of === 'nothing')
    return {
      name,
      folder,
      of: run.of,
      what: 'nothing',
      standing: goesOn ? 'goes-on' : 'broken-off',
      verdict: goesOn ? 'begins' : 'nothing on record',
    };
  if (run.of === 'verification') {
    const { at, doors, outcome, exitCode, rows, tookMs } = run.verification;
    const passed = rows.filter(({ verdict }) => verdict === 'passed').length;
    const verdict = `${outcome}, ${passed} of ${rows.length} rows passed`;
    const what = `verify of ${doors.map(({ id }) => id).join(', ')}`;
    return { name, folder, at, of: run.of, what, standing: 'ended', outcome, exitCode, verdict, tookMs };
  }
  const { started, ended, step, stepIsOver, left } = run;
  const about = { name, folder, at: started.at, of: run.of, what: lessonWords(started) } as const;
  const inStep = step === undefined ? '' : ` ${stepIsOver ? 'after' : 'in'} ${step}`;
  const goingOn = stepIsOver && started.mode === 'walkthrough' ? 'waits' : 'goes on';
  if (!ended)
    return {
      ...about,
      standing: goesOn ? 'goes-on' : 'broken-off',
      verdict: `${goesOn ? goingOn : 'broken off'}${inStep}`,
    };
  const { outcome, exitCode, proved, of, tookMs } = ended;
  const verdict = `${left === undefined ? outcome : `left at ${left}`}, ${proved} of ${of} steps proved${goesOn ? '; its lab still runs' : ''}`;
  return { ...about, standing: goesOn ? 'goes-on' : 'ended', outcome, exitCode, verdict, tookMs };
}

function lessonWords({ mode, chosen, stands, chapters }: Started): string {
  if (mode !== 'ci') return mode ?? 'lesson';
  const what = stands ? 'standing lab' : '--ci';
  return chosen ? `${what}, ${chosenWords(chosen, chapters)}` : what;
}

/** What was to be proved: whole chapters by number and title, a few steps by id. */
function chosenWords(chosen: Required<Started>['chosen'], chapters: Started['chapters']): string {
  const whole = chapters.filter(({ steps }) => steps.length > 0 && steps.every(({ id }) => chosen.includes(id)));
  if (whole.length === chapters.length) return `all ${chosen.length} steps`;
  const [only] = whole;
  if (only && only.steps.length === chosen.length) return `chapter ${chapters.indexOf(only) + 1}, ${only.title}`;
  return chosen.length > NAMED ? `${chosen.length} steps` : chosen.join(', ');
}
