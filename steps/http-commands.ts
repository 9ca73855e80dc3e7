import { wireFiles } from '../services/wire/wire-policy.ts';
import { powershellText, type Shell, shellWord } from '../src/lesson/shell.ts';

/** A request as a person types it: with curl, and for a POST in PowerShell, whose 5.1 takes the quotes out of JSON for programs, with its own client. */

/** A header, and the variable of the environment that holds it. */
export type HeaderVariable = readonly [name: string, variable: string];

/** What a request carries beside what its kind does. */
export interface Carrying {
  readonly headers?: readonly HeaderVariable[] | undefined;
  /** A header whose text is JSON. */
  readonly json?: JsonHeader | undefined;
}

/** A GET; the flags are curl's, which Windows has as curl.exe (`curl` alone is something else in PowerShell 5.1). */
export function getCommand(url: string, shell: Shell, flags = '-s', carrying: Carrying = {}): string {
  return curl(flags, url, shell, carrying);
}

/** A DELETE. */
export function deleteCommand(url: string, shell: Shell, carrying: Carrying = {}): string {
  return curl('-s -X DELETE', url, shell, carrying);
}

function curl(flags: string, url: string, shell: Shell, carrying: Carrying): string {
  const name = shell === 'posix' ? 'curl' : 'curl.exe';
  return [name, flags, ...curlTls(url, shell), ...curlHeaders(carrying, shell), shellWord(url, shell)].join(' ');
}

function curlHeaders({ headers = [], json }: Carrying, shell: Shell): string[] {
  const variable = (name: string) => (shell === 'posix' ? `$${name}` : `$env:${name}`);
  return [
    ...headers.map(([name, held]) => `-H "${name}: ${variable(held)}"`),
    // PowerShell 5.1 takes the quotes out of what it hands to programs, so that JSON does not get there.
    ...(json && shell === 'posix' ? [`-H ${posixJsonHeader(json)}`] : []),
  ];
}

/** Whom curl is to trust, and what it is to show of itself, as this program does (`services/wire/wire-policy.ts`): where TLS is spoken. */
function curlTls(url: string, shell: Shell): string[] {
  if (!url.startsWith('https:')) return [];
  const { authorities, client } = wireFiles();
  const [first, ...others] = authorities.map((file) => shellWord(file, shell));
  const bundle = others.length === 0 || shell === 'powershell' ? first : `<(cat ${[first, ...others].join(' ')})`;
  const phrase = shell === 'posix' ? '"$KEY_PASSPHRASE"' : '$env:KEY_PASSPHRASE';
  return [
    ...(bundle === undefined ? [] : [`--cacert ${bundle}`]),
    ...(client ? [`--cert ${shellWord(client.certificate, shell)}`, `--key ${shellWord(client.key, shell)}`] : []),
    ...(client?.hasPassphrase ? [`--pass ${phrase}`] : []),
  ];
}

/** A value of a header, a form or a JSON body: text, or the variable of the environment that holds it. */
export type Value = string | { readonly variable: string };

/** A GET with a bearer token (RFC 6750, section 2.1). */
export function bearerCommand(url: string, token: { readonly variable: string }, shell: Shell): string {
  if (shell === 'posix')
    return ['curl -s', ...curlTls(url, shell), `-H "Authorization: Bearer $${token.variable}"`, shellWord(url)].join(
      ' ',
    );
  return `(Invoke-WebRequest -UseBasicParsing ${powershellText(url)} -Headers @{ Authorization = "Bearer $env:${token.variable}" }).Content`;
}

/** A form, posted. */
export function postForm(url: string, fields: Readonly<Record<string, Value>>, shell: Shell): string {
  if (shell === 'powershell') return `(${webRequest(url, [`-Body ${table(fields)}`])}).Content`;
  const data = Object.entries(fields).map(([name, value]) =>
    typeof value === 'string' ? `-d ${shellWord(`${name}=${value}`)}` : `--data-urlencode "${name}=$${value.variable}"`,
  );
  return continued([['curl -s -X POST', ...curlTls(url, shell)].join(' '), ...data, shellWord(url)], shell);
}

/** One field of the JSON that a form posted brings, kept in a variable for later commands, and not shown. */
export function keepFieldOf(
  url: string,
  fields: Readonly<Record<string, Value>>,
  { field, variable }: { field: string; variable: string },
  shell: Shell,
): string {
  if (shell === 'powershell')
    return `$env:${variable} = (${webRequest(url, [`-Body ${table(fields)}`])}).Content | ConvertFrom-Json | Select-Object -ExpandProperty ${field}`;
  return `export ${variable}=$(${postForm(url, fields, shell)} \\\n  | node -p 'JSON.parse(fs.readFileSync(0)).${field}')`;
}

/** A header whose text is JSON: a value behind some names, `{"api_key": value}` behind one; `prefix` stands before the value. */
export interface JsonHeader {
  readonly name: string;
  readonly fields: readonly string[];
  readonly prefix?: string;
  readonly value: Value;
}

/** What stands for a value in a body, until the value does. */
const MARK = '@';

/** A value of a JSON body: the body with another value in that one's place, and the value. */
export interface JsonBody {
  readonly bodyWith: (text: string) => unknown;
  readonly value: Value;
}

/** JSON with a value in it, posted. */
export function postJsonWith(
  url: string,
  { bodyWith, value }: JsonBody,
  shell: Shell,
  carrying: Carrying = {},
): string {
  if (typeof value === 'string') return postJson(url, bodyWith(value), shell, carrying);
  const mark = MARK.repeat(1 + longestMark(JSON.stringify(bodyWith(''))));
  const [before = '', after = ''] = JSON.stringify(bodyWith(mark)).split(mark);
  const held = shell === 'posix' ? `"$${value.variable}"` : ` + $env:${value.variable} + `;
  const word = (text: string) => (shell === 'posix' ? shellWord(text) : powershellText(text));
  const text = `${word(before)}${held}${word(after)}`;
  return posted(url, shell === 'posix' ? text : `(${text})`, shell, carrying);
}

function longestMark(json: string): number {
  return Math.max(0, ...[...json.matchAll(/@+/g)].map(([run]) => run.length));
}

/** JSON, posted. */
export function postJson(url: string, body: unknown, shell: Shell, carrying: Carrying = {}): string {
  const json = JSON.stringify(body);
  return posted(url, shell === 'posix' ? shellWord(json) : powershellText(json), shell, carrying);
}

/** `data` is the body, as the shell takes it. */
function posted(url: string, data: string, shell: Shell, carrying: Carrying): string {
  if (shell === 'posix') {
    const head = ['curl -s', ...curlTls(url, shell), shellWord(url)].join(' ');
    const headers = [...curlHeaders(carrying, shell), "-H 'Content-Type: application/json'"];
    return continued([head, ...headers, `-d ${data}`], shell);
  }
  const { headers = [], json } = carrying;
  const cells = [
    ...headers.map(([name, variable]) => `${powershellName(name)} = $env:${variable}`),
    ...(json ? [`${powershellText(json.name)} = ${powershellJson(json)}`] : []),
  ];
  const table = cells.length === 0 ? [] : [`-Headers @{ ${cells.join('; ')} }`];
  return `(${webRequest(url, ["-ContentType 'application/json'", ...table, `-Body ${data}`])}).Content`;
}

function posixJsonHeader({ name, fields, prefix = '', value }: JsonHeader): string {
  if (typeof value === 'string') return shellWord(`${name}: ${nested(fields, prefix + value)}`);
  // Nothing of it is the shell's own, but for the variable.
  const json = nested(fields, `${prefix}$${value.variable}`);
  return `"${name}: ${json.replaceAll('"', String.raw`\"`)}"`;
}

function powershellJson({ fields, prefix = '', value }: JsonHeader): string {
  if (typeof value === 'string') return powershellText(nested(fields, prefix + value));
  const held = prefix === '' ? `$env:${value.variable}` : `"${prefix}$env:${value.variable}"`;
  const tables = fields.reduceRight((inner, name) => `@{ ${powershellName(name)} = ${inner} }`, held);
  return `(${tables} | ConvertTo-Json -Compress)`;
}

/** The JSON in which a text stands behind some names. */
function nested(fields: readonly string[], text: string): string {
  return fields.reduceRight((inner, name) => `{${JSON.stringify(name)}: ${inner}}`, JSON.stringify(text));
}

function powershellName(name: string): string {
  return /^\w+$/.test(name) ? name : powershellText(name);
}

/** Without -UseBasicParsing, 5.1 asks Internet Explorer to read the answer; 7 takes it and ignores it. */
function webRequest(url: string, rest: readonly string[]): string {
  return continued([`Invoke-WebRequest -UseBasicParsing -Method Post ${powershellText(url)}`, ...rest], 'powershell');
}

function table(fields: Readonly<Record<string, Value>>): string {
  const cells = Object.entries(fields).map(
    ([name, value]) => `${name} = ${typeof value === 'string' ? powershellText(value) : `$env:${value.variable}`}`,
  );
  return `@{ ${cells.join('; ')} }`;
}

/** One command in several lines. */
function continued(lines: readonly string[], shell: Shell): string {
  return lines.join(shell === 'posix' ? ' \\\n  ' : ' `\n  ');
}
