import { kindsMeant } from '../services/identity/choose.ts';
import { isLoopback } from '../services/wire/loopback.ts';
import { TutorialError } from './errors.ts';
import { chapterNamed, stepsOf } from './lesson/chapter.ts';
import { planSteps } from './lesson/plan.ts';
import { nearest } from './nearest.ts';
import type { PartOption } from './part-options.ts';
import type { LessonOptions } from './settings.ts';

/** Whether the options stand together, before anything is begun. Throws a TutorialError of kind usage where they do not. */
export async function checkLesson(options: LessonOptions): Promise<void> {
  const { ci = false, json, keep, quiet, inline, accessible, deployment } = options;
  if (json && !ci) throw usage('--json goes with --ci.', 'Add --ci, or leave it out.');
  if (options.reporter && !ci) throw usage('--reporter goes with --ci.', 'Add --ci, or leave it out.');
  if (quiet && !ci) throw usage('--quiet goes with --ci.', 'Add --ci, or leave it out.');
  if (ci && inline) throw usage('--inline is for the walkthrough; with --ci nothing is drawn.', 'Leave it out.');
  if (ci && accessible) throw usage('--accessible is for the walkthrough; --ci writes lines anyway.', 'Leave it out.');
  checkLabPorts(options);
  // With an admin or without: any of them has to mean something. Which it is, the environment says when the lab is opened.
  const meant = kindsMeant(deployment.identity.which, false);
  if (keep && !ci && !meant.some(({ keeps }) => keeps))
    throw usage(
      '--keep goes with --ci; in the walkthrough it keeps a Keycloak container, and there is none.',
      'Add --ci.',
    );
  await checkChapter(options.chapter);
  await checkSteps(options.only ?? [], '--only');
  await checkSteps(options.from === undefined ? [] : [options.from], '--from');
  if (ci && deployment.model?.which === 'none') await checkModel(options);
}

/** A run whose every step asks the model that is not wanted would bring up a lab, and prove nothing. */
async function checkModel(options: LessonOptions): Promise<void> {
  const { COURSE } = await import('../steps/index.ts');
  const { MODEL } = await import('../steps/model/way.ts');
  const steps = stepsOf(COURSE);
  const asksModel = (id: string) =>
    planSteps(steps, { only: [id] }).some((each) => steps.some((step) => step.id === each.id && step.starts === MODEL));
  const chapter = options.chapter === undefined ? undefined : chapterNamed(COURSE, options.chapter);
  const plan = planSteps(steps, chapter ? { only: chapter.steps.map(({ id }) => id) } : options);
  if (plan.filter(({ purpose }) => purpose === 'prove').every(({ id }) => asksModel(id)))
    throw usage(
      'Nothing would be proved: each of these steps asks a model, and none is wanted (--ollama none, or model.ollama).',
      'Take the scripted one, --ollama scripted, or leave these steps out.',
    );
}

/** The same of a lab that is to stand, which --detach asks for. */
export function checkDetached({ ci, keep }: Pick<LessonOptions, 'ci' | 'keep'>): void {
  if (!(ci && keep)) throw usage('--detach goes with --ci --keep.', 'Add them, or say it in one word: tutorial-tui up');
}

async function checkChapter(name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const { COURSE } = await import('../steps/index.ts');
  if (chapterNamed(COURSE, name)) return;
  const known = COURSE.map(({ id }, index) => `${index + 1} (${id})`).join(', ');
  const meant = nearest(
    name,
    COURSE.map(({ id }) => id),
  );
  throw unknown('chapter', name, '--chapter', `${meant ? `Did you mean ${meant}? ` : ''}The chapters are ${known}.`);
}

/**
 * Whether there are such steps; `by` is what names them. Throws a TutorialError of kind usage where there are not. The course is loaded where a step was
 * named, and not before.
 */
export async function checkSteps(named: readonly string[], by?: string): Promise<void> {
  if (named.length === 0) return;
  const { COURSE } = await import('../steps/index.ts');
  const ids = stepsOf(COURSE).map(({ id }) => id);
  const stray = named.find((id) => !ids.includes(id));
  if (stray === undefined) return;
  const meant = nearestStep(stray, ids);
  throw unknown('step', stray, by, `${meant ? `Did you mean ${meant}? ` : ''}The steps are ${ids.join(', ')}.`);
}

/** The step that was meant: by its letters and digits, or nearly so where it has more than two, of which most are somebody's. */
function nearestStep(stray: string, ids: readonly string[]): string | undefined {
  const signs = (id: string) => id.replaceAll(/[^a-z\d]/g, '');
  return ids.find((id) => signs(id) === signs(stray)) ?? (stray.length > 2 ? nearest(stray, ids) : undefined);
}

function unknown(what: string, name: string, by: string | undefined, next: string): TutorialError {
  return new TutorialError('usage', `There is no ${what} ${name}.`, { ...(by && { why: `${by} names it.` }), next });
}

/** `isGiven` says of an option, by the name of its attribute, whether it stood on the command line. */
export function checkServe(part: string, options: readonly PartOption[], isGiven: (option: string) => boolean): void {
  for (const { option, owners } of options) {
    if (owners.includes(part) || !isGiven(option.attributeName())) continue;
    const of = owners.map((owner) => `serve ${owner}`).join(' and ');
    throw usage(`${option.long} is an option of ${of}, not of serve ${part}.`, 'Leave it out.');
  }
}

/** Whether the ports that were named can be those of one lab. Throws a TutorialError of kind usage where they cannot. */
export function checkLabPorts(options: Pick<LessonOptions, 'deployment' | 'ports'>): void {
  checkPorts(options.ports);
  checkTaps(options);
}

function checkPorts(ports: LessonOptions['ports']): void {
  const pinned = Object.entries(ports);
  for (const [index, [part, port]] of pinned.entries()) {
    const other = pinned.slice(0, index).find(([, taken]) => taken === port);
    if (other)
      throw usage(`--port-${other[0]} and --port-${part} both name port ${port}.`, 'Give each a port of its own.');
  }
}

/** A tap before a server of the learner's own needs a port of its own. */
function checkTaps({ deployment: { stack, mcp, tool }, ports }: Pick<LessonOptions, 'deployment' | 'ports'>): void {
  for (const [part, own] of Object.entries({ stack, mcp, tool })) {
    const url = own && new URL(own.url);
    if (url && isLoopback(url.hostname) && Number(url.port) === ports[part])
      throw usage(
        `--port-${part} is where a tap is to stand before your ${part} server, which is there itself.`,
        'Name another port, or leave it out.',
      );
  }
}

function usage(message: string, next: string): TutorialError {
  return new TutorialError('usage', message, { next });
}
