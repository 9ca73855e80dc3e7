import type { Output } from '../io.ts';

/** What tells whether an output takes more than ASCII. */
export interface OutputSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly isTTY: boolean;
}

/**
 * Whether lines, marks and arrows beyond ASCII reach a reader as they are: by the character set of the locale (POSIX: LC_ALL before LC_CTYPE
 * before LANG; `C` and a name without UTF-8 have none), where none is named, as in most containers, yes. The console of Linux has no font for
 * them. Windows has them in Windows Terminal and other newer terminals; its console, and PowerShell's pipes, read another code page.
 */
export function speaksUnicode({ platform, env, isTTY }: OutputSurroundings): boolean {
  if (platform === 'win32') {
    const newer =
      env.WT_SESSION ||
      env.TERM_PROGRAM ||
      env.ConEmuANSI ||
      env.TERMINAL_EMULATOR ||
      /xterm|alacritty/.test(env.TERM ?? '');
    return isTTY && Boolean(newer);
  }
  if (env.TERM === 'linux') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return locale === '' || /utf-?8/i.test(locale);
}

const SPINNER = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
const TURNS = ['-', '\\', '|', '/'];

/** One character for one column each, so that nothing that was laid out moves. States that are told apart stay so. */
const ASCII: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '◦': ':',
  '●': '*',
  '○': 'o',
  '◌': '%',
  '·': '.',
  '…': '~',
  '–': '-',
  '▸': '>',
  '▾': 'v',
  '▶': '>',
  '◀': '<',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '›': '>',
  '⋮': ':',
  '⏎': '|',
  '─': '-',
  '═': '=',
  '▷': '>',
  '◆': 'O',
  '╰': '`',
  '│': '|',
  '▏': '|',
  ...Object.fromEntries([...'┌┐└┘├┤┬┴┼'].map((corner) => [corner, '+'])),
  '×': 'x',
  '≠': '!',
  '█': '#',
  '▀': '"',
  '▄': '_',
  '▓': '#',
  '░': '.',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  // A section's number follows.
  '§': 'S',
  ...Object.fromEntries(SPINNER.map((frame, index) => [frame, TURNS[index % TURNS.length] ?? '-'])),
};
const GLYPH = new RegExp(`[${Object.keys(ASCII).join('')}]`, 'g');

/** The program's own glyphs in ASCII. Letters of names and of what servers say are left as they are. */
export function asAscii(text: string): string {
  return text.replace(GLYPH, (glyph) => ASCII[glyph] ?? glyph);
}

/** Lets all text through `asAscii` on its way to the stream. Bytes are left alone: JSON is UTF-8 wherever it goes (RFC 8259, section 8.1). */
export function writeAscii(stream: Output): void {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? asAscii(chunk) : chunk, ...rest);
}
