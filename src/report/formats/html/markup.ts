import { LONGEST_TEXT, printable } from '../../../evidence/printable.ts';

/** HTML that is ours. Only `markup` and `ours` make it; whatever else is put into a page is text. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a page: markup, or text, which is escaped; nothing for what is not there. */
export type Insert = Markup | string | number | false | undefined | readonly Insert[];

/** A piece of a page, with what is put into it escaped. It may stand in an element or in a quoted attribute. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Insert[]): Markup {
  return new Markup(strings.map((string, at) => `${string}${at < pieces.length ? textOf(pieces[at]) : ''}`).join(''));
}

/** Text of ours that is markup as it stands: a style sheet. */
export function ours(text: string): Markup {
  return new Markup(text);
}

function textOf(piece: Insert): string {
  if (piece instanceof Markup) return piece.text;
  if (Array.isArray(piece)) return piece.map(textOf).join('');
  if (piece === undefined || piece === false) return '';
  return printable(String(piece), LONGEST_TEXT).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
