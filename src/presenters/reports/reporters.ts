import { TutorialError } from '../../errors.ts';
import type { Io } from '../../io.ts';
import type { ShownChapter } from '../../lesson/chapter.ts';
import { FORMATS } from '../../report/formats.ts';
import { reportOfSession } from '../../report/of-session.ts';
import type { Report } from '../../report/report.ts';
import type { ReporterWish } from '../../settings.ts';
import type { Presenter } from '../presenter.ts';
import { tellGithub } from './github.ts';
import { reportPlace, writeReportFile } from './report-file.ts';

/** Where the output of a run goes that a machine reads. */
export interface ReporterSurroundings {
  readonly io: Pick<Io, 'stdout' | 'stderr' | 'env' | 'workflow'>;
  /** Whether standard output is for JSON alone. */
  readonly json: boolean;
}

/** The reporters of a run: those that were asked for, or GitHub's where a workflow of GitHub Actions runs it and none was. */
export function reportersFor(asked: readonly ReporterWish[] | undefined, env: Io['env']): readonly ReporterWish[] {
  return asked ?? (env.GITHUB_ACTIONS === 'true' ? [{ name: 'github' }] : []);
}

/** Whether all of them can be written, each to a file of its own, before anything is begun. Throws a TutorialError of kind usage where they cannot be. */
export async function checkReporters(wishes: readonly ReporterWish[]): Promise<void> {
  const places = new Map<string, string>();
  for (const { name, file } of wishes) {
    if (file === undefined) continue;
    const place = await reportPlace(file);
    const other = places.get(place);
    if (other !== undefined)
      throw new TutorialError('usage', `Two reports would be written to ${place}: ${other} and ${name}.`, {
        next: 'Name a file of its own for each.',
      });
    places.set(place, name);
  }
}

/** What they are called in a sentence. */
function titleOf({ name }: ReporterWish): string {
  return name === 'github' ? 'report to GitHub' : FORMATS[name].title;
}

/** Writes one report. Throws where it cannot be. */
export async function writeReport(
  { name, file }: ReporterWish,
  report: Report,
  { io, json }: ReporterSurroundings,
  signal?: AbortSignal,
): Promise<void> {
  if (name === 'github') await tellGithub(report, io, json ? io.stderr : io.stdout);
  else if (file !== undefined) await writeReportFile(file, await FORMATS[name].render(report), signal);
}

/** A presenter each, which writes its report when the verdict is told, whatever that is. */
export function reportPresenters(
  wishes: readonly ReporterWish[],
  course: readonly ShownChapter[],
  around: ReporterSurroundings,
): Presenter[] {
  return wishes.map((wish) => ({
    name: titleOf(wish),
    tell: () => {},
    finish: (state, signal) => writeReport(wish, reportOfSession(state, course), around, signal),
  }));
}
