/** The shell that commands by hand are written for: any of POSIX, or PowerShell (5.1 and 7). */
export type Shell = 'posix' | 'powershell';

/** The shell that a learner most likely has open. */
export function shellOn(platform: NodeJS.Platform): Shell {
  return platform === 'win32' ? 'powershell' : 'posix';
}

/** Text as one word for the shell; nothing in it is a variable, an operator or the end of the word. */
export function shellWord(text: string, shell: Shell = 'posix'): string {
  if (/^[\w./:=+-]+$/.test(text) && !text.startsWith('-')) return text;
  return shell === 'posix' ? `'${text.replaceAll("'", String.raw`'\''`)}'` : powershellText(text);
}

/** A text for an expression of PowerShell. Typographic quotes end a text there, too. */
export function powershellText(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** Sets a variable that commands read which are started afterwards. */
export function setVariable(name: string, value: string, shell: Shell): string {
  return shell === 'posix' ? `export ${name}=${shellWord(value)}` : `$env:${name} = ${powershellText(value)}`;
}
