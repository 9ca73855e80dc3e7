import type { Command, Option } from 'commander';
import { RepeatableOption } from '../option-values.ts';
import { commandsOf, NOTHING, optionsOf, visibleCommands, type WantedHere, wantedAs, wantedOf } from './wanted.ts';

/** Where on a command line something is to be completed. */
export interface CursorPlace extends WantedHere {
  /** What of the word stays as it is: `--only=3a,` of `--only=3a,3`. */
  readonly before: string;
  /** What a candidate has to begin with. */
  readonly begun: string;
}

/** What is known of the words before the one that is completed. */
interface Walk {
  command: Command;
  readonly given: Set<Option>;
  /** Whose value comes next. */
  pending?: Option | undefined;
  /** Arguments so far. */
  count: number;
  /** Whether `--` has been there, after which nothing is an option. */
  ended: boolean;
}

/** What may stand in the place of `word`, after `words`, which begin behind the program's name. They are text, whatever is in them. */
export function placeOf(program: Command, words: readonly string[], word: string): CursorPlace {
  const walk = walked(program, words);
  const { command, given, pending, ended } = walk;
  if (pending) return inValue(wantedOf(pending, word), '', word);
  if (ended || !word.startsWith('-')) return inArgument(program, walk, word);
  const [, flag, text] = /^(--[^=]+=)(.*)$/s.exec(word) ?? [];
  if (flag === undefined || text === undefined)
    return { ...NOTHING, candidates: openOptions(command, given), before: '', begun: word };
  const option = optionNamed(command, flag.slice(0, -1));
  return option?.required ? inValue(wantedOf(option, text), flag, text) : { ...NOTHING, before: flag, begun: text };
}

function walked(program: Command, words: readonly string[]): Walk {
  const walk: Walk = { command: program, given: new Set(), count: 0, ended: false };
  for (const word of words) step(walk, word);
  return walk;
}

function step(walk: Walk, word: string): void {
  if (walk.pending) walk.pending = undefined;
  else if (walk.ended || !/^-./.test(word)) {
    const called = walk.count === 0 && visibleCommands(walk.command).find((command) => command.name() === word);
    if (called) {
      walk.command = called;
      walk.given.clear();
    } else walk.count += 1;
  } else if (word === '--') walk.ended = true;
  else {
    const option = optionNamed(walk.command, word.replace(/=.*$/s, ''));
    if (!option) return;
    walk.given.add(option);
    if (option.required && !word.includes('=')) walk.pending = option;
  }
}

/** A command, an argument, or, where there is none to be named, an option. */
function inArgument(program: Command, { command, given, count, ended }: Walk, word: string): CursorPlace {
  const place = { before: '', begun: word };
  // An option of the lesson before a command's name is refused.
  if (command === program && count === 0 && given.size === 0)
    return { ...NOTHING, ...place, candidates: commandsOf(program) };
  const takers = command.registeredArguments;
  const argument = takers[count] ?? (takers.at(-1)?.variadic ? takers.at(-1) : undefined);
  const wanted = argument ? wantedAs(argument, program) : NOTHING;
  const isNothing = wanted.candidates.length + wanted.lookUp.length === 0;
  if (!isNothing || ended || word !== '') return { ...wanted, ...place };
  return { ...NOTHING, ...place, candidates: openOptions(command, given) };
}

function inValue(wanted: WantedHere, flag: string, text: string): CursorPlace {
  const isFile = wanted.lookUp.includes('files') && text.includes('=');
  const cut = isFile ? text.lastIndexOf('=') + 1 : wanted.several ? text.lastIndexOf(',') + 1 : 0;
  return { ...wanted, before: flag + text.slice(0, cut), begun: text.slice(cut) };
}

function openOptions(command: Command, given: ReadonlySet<Option>) {
  return optionsOf(command, (option) => !given.has(option) || option instanceof RepeatableOption);
}

function optionNamed(command: Command, name: string): Option | undefined {
  return command.options.find(({ long, short }) => long === name || short === name);
}
