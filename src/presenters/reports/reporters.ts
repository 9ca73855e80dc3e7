import type { Io } from '../../io.ts';
import type { ShownChapter } from '../../lesson/chapter.ts';
import { FORMATS } from '../../report/formats.ts';
import { reportOfSession } from '../../report/of-session.ts';
import type { Report } from '../../report/report.ts';
import type { ReporterWish } from '../../settings.ts';
import type { Presenter } from '../presenter.ts';
import { tellGithub } from './github.ts';
import { checkReportFile, writeReportFile } from './report-file.ts';

/** Where the output of a run goes that a machine reads. */
export interface ReporterSurroundings {
  readonly io: Pick<Io, 'stdout' | 'stderr' | 'env'>;
  /** Whether standard output is for JSON alone. */
  readonly json: boolean;
}

/** The reporters of a run: those that were asked for, or GitHub's where a workflow of GitHub Actions runs it and none was. */
export function reportersFor(asked: readonly ReporterWish[] | undefined, env: Io['env']): readonly ReporterWish[] {
  return asked ?? (env.GITHUB_ACTIONS === 'true' ? [{ name: 'github' }] : []);
}

/** Whether all of them can be written, before anything is begun. Throws as `checkReportFile` does. */
export async function checkReporters(wishes: readonly ReporterWish[]): Promise<void> {
  for (const { file } of wishes) if (file !== undefined) await checkReportFile(file);
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
