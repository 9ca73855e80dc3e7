import type { CourseWords } from '../lesson/chapter.ts';
import type { Size, View } from '../view/view.ts';
import { blocks, cutStart, type Line, PROSE, paragraph, span } from './lines.ts';

/** What one sees first: what this is, and who shall log in. Where there are few rows, what can be missed is left out. */
export function welcomeLines(view: View, { columns, rows }: Size): Line[] {
  const whole = linesOf(view, columns, false);
  return (whole.length <= rows ? whole : linesOf(view, columns, true)).slice(0, rows);
}

function linesOf({ guided, about }: View, columns: number, brief: boolean): Line[] {
  const width = Math.min(columns, PROSE);
  const { field, userName, passwordLength } = guided.form;
  return blocks(
    paragraph(about.course.about, width),
    wayLines(about.course),
    !brief && paragraph(about.course.takes, width),
    about.asksFor.length > 0 && paragraph('A user has to log in. Who shall it be?', width, 'heading'),
    about.asksFor.map((asked) =>
      asked === 'name'
        ? input('user name', userName, field === 'name', '', width)
        : input('password', '*'.repeat(passwordLength), field === 'password', OFFERED[about.password], width),
    ),
    paragraph(about.instead ?? aboutPassword(about), width, 'muted'),
  );
}

function aboutPassword({ password }: View['about']): string {
  return password === 'given' || password === 'known'
    ? 'The password stays in memory and is written nowhere.'
    : 'Type a password if you want to do the logins by hand, too. It stays in memory and is written nowhere.';
}

/** What an empty field means. */
const OFFERED: Readonly<Record<View['about']['password'], string>> = {
  given: '(the one in USER_PASSWORD)',
  known: '(the one that your realm knows)',
  made: '(none: one is made at random, and shown nowhere)',
  'made or known': '(none: a new user gets a random one, shown nowhere)',
};

/** How one comes by a token, and where it goes then. */
function wayLines({ login, way }: CourseWords): Line[] {
  return [[...joined(login.way, ' ──▶ '), span(`   ${login.gives}`, 'muted')], joined(way, ' ─ token ─▶ ')];
}

function joined(parties: readonly string[], by: string): Line {
  return parties.flatMap((party, index) => [
    span(index === 0 ? `  ${party}` : party, 'heading'),
    ...(index === parties.length - 1 ? [] : [span(by)]),
  ]);
}

const LABEL = 12;

function input(label: string, value: string, active: boolean, placeholder: string, width: number): Line {
  return [
    span(active ? '▸ ' : '  ', 'key'),
    span(label.padEnd(LABEL), active ? 'heading' : 'plain'),
    // Where it is too long, its end is what is being typed; a column is left for the caret.
    span(cutStart(value, width - LABEL - 3)),
    ...(active ? [span(' ', 'selected')] : []),
    ...(value === '' && placeholder ? [span(` ${placeholder}`, 'muted')] : []),
  ];
}
