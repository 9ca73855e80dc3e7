import { type Command, Option } from 'commander';
import { KEYCLOAK_IMAGE } from '../../services/identity/container/image.ts';
import { deploymentOptions, HELP_GROUPS } from '../deployment/flags.ts';
import { chapterName, duration, retries, stepId, stepIds } from '../option-values.ts';
import { reporterOption } from './reporter-option.ts';
import { colorOption, quietOption } from './shared-options.ts';

/** The options of the lesson, in the order of its help, those that most runs need first; `ports` are those that the parts bring along. */
export function lessonOptions(ports: readonly Option[]): Option[] {
  return [
    new Option('--ci', 'run the whole lesson without a terminal; the verdict is the exit code'),
    new Option('--chapter <which>', 'prove only this chapter, by its number or id, or begin the walkthrough with it')
      .argParser(chapterName)
      .conflicts(['only', 'from']),
    new Option('--only <steps>', 'prove only these steps, e.g. 3a,3b').argParser(stepIds).conflicts('from'),
    new Option('--from <step>', 'prove this step and all that follow').argParser(stepId),
    ...runOptions(),
    new Option('--keep', 'leave the lab running afterwards, until Ctrl-C; a container stays after that as well'),
    colorOption(),
    ...[
      new Option('--json', 'with --ci: one NDJSON event a line on stdout'),
      ...reportOptions(),
      new Option('--detach', 'with --keep: leave the lab running in a process of its own, as up does'),
    ].map((option) => option.helpGroup('Without a terminal, with --ci:')),
    ...[
      new Option('--accessible', 'lines to listen to, no redrawing (or ACCESSIBLE, INK_SCREEN_READER)'),
      new Option('--inline', 'stay on the normal screen'),
    ].map((option) => option.helpGroup('In a terminal:')),
    ...labOptions(ports),
  ];
}

/** The options of a lab that is to stand, but for those that are its own. */
export function standingOptions(ports: readonly Option[]): Option[] {
  return [...runOptions(), ...reportOptions(), ...labOptions(ports)];
}

/** How patient a run is. */
function runOptions(): Option[] {
  return [
    new Option(
      '--timeout <time>',
      'give up after this long, e.g. 90s or 5m (without a terminal: 2m, with a container 10m)',
    ).argParser(duration),
    new Option('--retries <n>', 'start a part that did not start so many times more (default: 0)').argParser(retries),
  ];
}

/** What a run without a terminal tells. */
function reportOptions(): Option[] {
  return [
    quietOption('only what failed, and the verdict').conflicts('verbose'),
    new Option('--verbose', 'show the log of every part as it comes'),
    reporterOption(),
  ];
}

/** Those of them that say what its lab is made of. */
export function labOptions(ports: readonly Option[]): Option[] {
  return [
    ...deploymentOptions('lesson'),
    new Option('--keycloak-image <image>', 'the image for --idp container')
      .default(KEYCLOAK_IMAGE)
      .helpGroup(HELP_GROUPS.identity),
    ...ports.map((option) => option.helpGroup('Ports:')),
  ];
}

/** What only a run without a terminal has, and only the walkthrough, by the names of their values. */
const OF_CI = ['json', 'quiet', 'reporter'];
const OF_WALKTHROUGH = ['inline', 'accessible'];

/** What the lesson is asked for. What the environment or a file says of the other way to run it is none of this one's. */
export function lessonFlags<Flags>(program: Command): Flags {
  const { ...flags } = program.opts();
  for (const name of flags.ci ? OF_WALKTHROUGH : OF_CI)
    if (program.getOptionValueSource(name) !== 'cli') delete flags[name];
  return flags as Flags;
}
