import { NoHttp } from './no-http.ts';

/** One field of a head. */
export interface Field {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  /** The line as it came, or as it goes on. */
  readonly line: string;
}

/** What requests and answers begin with. */
export interface Head {
  /** The first line. */
  readonly start: string;
  /** In their order. */
  readonly fields: readonly Field[];
}

/** The head of a request. */
export interface RequestHead extends Head {
  readonly method: string;
  readonly target: string;
  /** Of the version: 0 or 1. */
  readonly minor: number;
}

/** The head of an answer, or of a word before it (103, say). */
export interface AnswerHead extends Head {
  readonly status: number;
}

/** Reads the first line of a head. Throws NoHttp. */
export type StartReader<H extends Head> = (line: string) => Omit<H, 'start' | 'fields'>;

/** What ends a head: the end of its last line, and an empty one. */
export const END_OF_HEAD = Buffer.from('\r\n\r\n');

const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;
/** What stands in no line of text, a CR or an LF alone among it. */
const ILLEGAL = /[^\t -~\x80-\xff]/;
const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~\w]+) ([!-~\x80-\xff]+) HTTP\/1\.([01])$/;
const STATUS_LINE = /^HTTP\/1\.[01] ([1-5]\d\d)(?: [\t -~\x80-\xff]*)?$/;

/** RFC 9112, section 3. */
export const readRequestLine: StartReader<RequestHead> = (line) => {
  const [, method, target, minor] = REQUEST_LINE.exec(line) ?? [];
  if (method === undefined || target === undefined) throw new NoHttp('its first line is no request line');
  return { method, target, minor: Number(minor) };
};

/** RFC 9112, section 4. */
export const readStatusLine: StartReader<AnswerHead> = (line) => {
  const [, status] = STATUS_LINE.exec(line) ?? [];
  if (status === undefined) throw new NoHttp('its first line is no status line');
  return { status: Number(status) };
};

/**
 * Reads a head, the empty line at its end included. It is strict where readers differ (RFC 9112, sections 2.2, 5.1 and 5.2): what one of them
 * would take for two messages, or for another field, is refused with a NoHttp.
 */
export function readHead<H extends Head>(bytes: Buffer, readStart: StartReader<H>): H {
  const lines = linesIn(bytes.toString('latin1', 0, bytes.length - END_OF_HEAD.length));
  const start = lines.shift() ?? '';
  return { start, fields: lines.map(readField), ...readStart(start) } as Head as H;
}

/** Throws NoHttp where these bytes, without what is missing, cannot be the beginning of a head. */
export function checkBeginning<H extends Head>(bytes: Buffer, readStart: StartReader<H>): void {
  const [start = '', ...more] = linesIn(bytes.toString('latin1').replace(/\r$/, ''));
  if (more.length > 0) readStart(start);
}

function linesIn(text: string): string[] {
  const lines = text.split('\r\n');
  for (const line of lines)
    if (ILLEGAL.test(line)) throw new NoHttp('a line of its head ends otherwise than with CR LF, or is no text');
  return lines;
}

function readField(line: string): Field {
  const colon = line.indexOf(':');
  const name = line.slice(0, colon);
  if (colon < 1 || !TOKEN.test(name)) throw new NoHttp('a line of its head is no field');
  return { name: name.toLowerCase(), value: trimmed(line, colon + 1), line };
}

/** Without the blanks and tabs around it. Other white space is part of a value. */
function trimmed(line: string, from: number): string {
  let to = line.length;
  while (from < to && isBlank(line.charCodeAt(from))) from += 1;
  while (to > from && isBlank(line.charCodeAt(to - 1))) to -= 1;
  return line.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Every value of a field, in order. */
export function valuesOf({ fields }: Pick<Head, 'fields'>, name: string): string[] {
  return fields.filter((field) => field.name === name).map(({ value }) => value);
}

/** A head as it stands on the wire, its end included. */
export function written(start: string, fields: readonly Field[]): Buffer {
  let text = `${start}\r\n`;
  for (const { line } of fields) text += `${line}\r\n`;
  return Buffer.from(`${text}\r\n`, 'latin1');
}
