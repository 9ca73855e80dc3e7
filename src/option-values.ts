import { InvalidArgumentError, Option } from 'commander';
import ms, { type StringValue } from 'ms';
import { PROTOCOLS, type Protocol } from '../services/part/tap/protocol.ts';
import { parseJson } from './evidence/json.ts';

/** What the values of options may be. Each throws commander's InvalidArgumentError with a sentence that says so. */

/** An option that may stand on a command line several times; elsewhere its values stand on a line each. */
export class RepeatableOption extends Option {}

/** An option whose value may be one of some words, or what no list holds: a URL, say. */
export class OpenOption extends Option {
  words: readonly string[] = [];

  /** Names the words. */
  orOneOf(words: readonly string[]): this {
    this.words = words;
    return this;
  }
}

/** Longest time that a timer of Node.js keeps: 24 days and 20 hours. */
const LONGEST_MS = 2 ** 31 - 1;
/** Characters of a time. */
const LONGEST_TIME = 100;

/** A port that can be listened on. Throws InvalidArgumentError, as all here do, which commander tells the user. */
export function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return number;
}

/** How many learners a class has. */
export function learnerCount(text: string): number {
  const number = Number(text);
  if (!/^\d{1,3}$/.test(text) || number < 1) throw new InvalidArgumentError('A class has 1 to 999 learners.');
  return number;
}

/** The number or the id of a chapter, in lower case as all are; whether there is such a chapter, the course knows. */
export function chapterName(text: string): string {
  const name = text.trim().toLowerCase();
  if (!/^[\w-]{1,40}$/.test(name))
    throw new InvalidArgumentError('A chapter is named by its number or its id, e.g. 1; see: tutorial-tui list');
  return name;
}

/** The id of a step, in lower case as all are; whether there is such a step, the course knows, which is not loaded yet. */
export function stepId(text: string): string {
  const id = text.trim().toLowerCase();
  if (!/^[\w.-]{1,40}$/.test(id)) throw new InvalidArgumentError('A step is named by its id; see: tutorial-tui list');
  return id;
}

/** Ids of steps with commas in between. */
export function stepIds(text: string): string[] {
  return text.split(',').map(stepId);
}

/** Milliseconds of `90s`, `1500ms`, `5m`; a bare number is seconds. */
export function duration(text: string): number {
  const written = /^[\d.]+$/.test(text) ? `${text}s` : text;
  // Of an empty text, and of one that is longer, ms says that it is a fault of the program.
  const milliseconds = written === '' || written.length > LONGEST_TIME ? Number.NaN : ms(written as StringValue);
  if (!(milliseconds >= 1)) throw new InvalidArgumentError('A time is a number with ms, s, m or h, e.g. 90s.');
  if (milliseconds > LONGEST_MS) throw new InvalidArgumentError('24 days are the longest time.');
  return milliseconds;
}

/** Adds `name=value` to the arguments that came before it. */
export function toolArgument(text: string, before: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('An argument is a name and a value, e.g. account=42.');
  return { ...before, [name]: jsonOrText(value) };
}

/** Adds `name=VARIABLE` to the headers that came before it; names in lower case. */
export function headerVariable(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name, variable] = /^([\w-]+)=(\w+)$/.exec(text) ?? [];
  if (name === undefined || variable === undefined)
    throw new InvalidArgumentError('A header is named with the variable that holds it, e.g. X-Api-Key=STACK_KEY.');
  return { ...before, [name.toLowerCase()]: variable };
}

function jsonOrText(text: string): unknown {
  // A number with more digits than a double holds would arrive as another one.
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(Number(text))) return text;
  const value = parseJson(text);
  return value === undefined ? text : value;
}

/** Whether a switch is meant, where it has to have a text. */
export function switchValue(text: string): boolean {
  const meant = new Map([
    ['1', true],
    ['true', true],
    ['0', false],
    ['false', false],
  ]).get(text.trim().toLowerCase());
  if (meant === undefined) throw new InvalidArgumentError('It is 1 or true, 0 or false.');
  return meant;
}

/** The lines of a text, without those that are empty. */
export function nonEmptyLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** How often something is tried again. */
export function retries(text: string): number {
  if (!/^\d{1,2}$/.test(text.trim())) throw new InvalidArgumentError('It is a number from 0 to 99.');
  return Number(text);
}

/** A text in which something stands. */
export function nonEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

/** An http or https URL. */
export function webUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('A URL begins with http:// or https://.');
  return text;
}

/** A server that a tap is to stand before, and what it is, where that was said. */
export interface TapTarget {
  readonly url: URL;
  readonly as?: Protocol;
}

/** Adds `http://localhost:8000` or `mcp=http://localhost:8000` to the servers that came before it. */
export function tapTarget(text: string, before: readonly TapTarget[] = []): TapTarget[] {
  const as = PROTOCOLS.find((protocol) => text.startsWith(`${protocol}=`));
  const url = new URL(webUrl(as === undefined ? text : text.slice(as.length + 1)));
  if (url.username !== '' || url.password !== '')
    throw new InvalidArgumentError('A tap passes on what its callers send, and has no user name and password itself.');
  if (url.search !== '' || url.hash !== '') throw new InvalidArgumentError('A server has no query in its URL.');
  return [...before, { url, ...(as && { as }) }];
}
