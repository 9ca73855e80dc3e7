import { chooseIdentity } from '../services/identity/choose.ts';
import { protectedUrl } from '../services/wire/protected-url.ts';
import { TutorialError } from './errors.ts';
import { PART_NAMES, type PartName } from './evidence/part-names.ts';
import { stepsOf } from './lesson/chapter.ts';
import type { LessonOptions } from './settings.ts';

/** Options of `serve` that only one part has. */
const OPTIONS_OF: Readonly<Record<string, PartName>> = {
  issuer: 'tool',
  audience: 'tool',
  user: 'identity',
  allowOrigin: 'mcp',
  dataFolder: 'stack',
  inMemory: 'stack',
  ollama: 'stack',
};

/** Whether the options stand together, before anything is begun. Throws a TutorialError of kind usage where they do not. */
export async function checkLesson(options: LessonOptions): Promise<void> {
  const { ci = false, json, keep, inline, accessible, idp } = options;
  if (json && !ci) throw usage('--json goes with --ci.', 'Add --ci, or leave it out.');
  if (ci && inline) throw usage('--inline is for the walkthrough; with --ci nothing is drawn.', 'Leave it out.');
  if (ci && accessible) throw usage('--accessible is for the walkthrough; --ci writes lines anyway.', 'Leave it out.');
  if (keep && !ci && idp !== 'auto' && idp !== 'container')
    throw usage(
      '--keep goes with --ci; in the walkthrough it keeps a Keycloak container, and there is none.',
      'Add --ci.',
    );
  checkPorts(options);
  checkIdentity(idp);
  await checkSteps([...(options.only ?? []), ...(options.from === undefined ? [] : [options.from])]);
}

/** The course is loaded where a step was named, and not before. */
export async function checkSteps(named: readonly string[]): Promise<void> {
  if (named.length === 0) return;
  const { COURSE } = await import('../steps/index.ts');
  const ids = stepsOf(COURSE).map(({ id }) => id);
  const unknown = named.find((id) => !ids.includes(id));
  if (unknown !== undefined) throw usage(`There is no step ${unknown}.`, `The steps are ${ids.join(', ')}.`);
}

export function checkServe(part: PartName, isGiven: (option: string) => boolean): void {
  for (const [option, owner] of Object.entries(OPTIONS_OF)) {
    if (owner === part || !isGiven(option)) continue;
    const flag = `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw usage(`${flag} is an option of serve ${owner}, not of serve ${part}.`, 'Leave it out.');
  }
}

function checkPorts({ portIdentity, portTool, portMcp, portStack }: LessonOptions): void {
  const ports = { identity: portIdentity, tool: portTool, mcp: portMcp, stack: portStack };
  for (const [index, part] of PART_NAMES.entries()) {
    const other = PART_NAMES.slice(0, index).find((each) => ports[each] !== undefined && ports[each] === ports[part]);
    if (other)
      throw usage(`--port-${other} and --port-${part} both name port ${ports[part]}.`, 'Give each a port of its own.');
  }
}

/** By the rules of the choice itself, as far as no engine has to be asked. */
function checkIdentity(wanted: string): void {
  const engine = { state: 'absent', reasons: [] } as const;
  const { kind } = chooseIdentity({ wanted, engine, interactive: false, admin: false, image: '', realm: '' });
  if (kind === 'existing') protectedUrl(wanted);
}

function usage(message: string, next: string): TutorialError {
  return new TutorialError('usage', message, { next });
}
