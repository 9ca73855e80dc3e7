import type { Report } from '../../report.ts';
import { type Markup, markup } from './markup.ts';

/** What a page calls its tokens, and where its steps are to be found. */
export interface Names {
  /** The letter of a token, by its print; undefined for what is none. */
  letterOf(print: string): string | undefined;
  /** The anchor of an entry, by the places of its group and its own. */
  anchorOf(group: number, entry: number): string;
}

const ALPHABET = 26;

/** Letters in the order in which the report has its tokens: A, B, … Z, A1, B1. */
export function namesFor({ tokens }: Pick<Report, 'tokens'>): Names {
  const letters = new Map(tokens.map(({ print }, at) => [print, letter(at)]));
  return {
    letterOf: (print) => letters.get(print),
    anchorOf: (group, entry) => `step-${group + 1}-${entry + 1}`,
  };
}

function letter(at: number): string {
  return `${String.fromCharCode(65 + (at % ALPHABET))}${at < ALPHABET ? '' : Math.floor(at / ALPHABET)}`;
}

/** A token's letter, as it stands in a text; nothing where it has none. */
export function badge(letter: string | undefined): Markup {
  return letter === undefined
    ? markup``
    : markup` <span class="badge"><span class="hidden">token </span>${letter}</span>`;
}
