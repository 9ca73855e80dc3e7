import { chapterOf, idWidth } from '../lesson/chapter-state.ts';
import type { ChapterState } from '../lesson/run-words.ts';
import { shownParts } from '../view/shown-parts.ts';
import { textOf, type View } from '../view/view.ts';
import { PART_MARKS, STEP_MARKS } from './glyphs.ts';
import { BLANK, cut, type Line, type Span, span, widthOf, wrap } from './lines.ts';
import { firstAround } from './scrolled.ts';
import { markOf } from './step-list.ts';

/** The steps of the chapter with their states, and below them the parts; `width` columns, made for `height` rows. */
export function sidebarLines(view: View, width: number, height: number): Line[] {
  const states = shownParts(view);
  const steps = contents(view, width, height - 1 - states.length);
  // A second line a part where there is room for it.
  const detailed = height >= steps.length + 1 + 2 * states.length;
  const column = Math.max(...states.map(({ part }) => part.length)) + 1;
  const parts = states.flatMap(({ part: name, status, url, version, place }): Line[] => {
    const { glyph, style } = PART_MARKS[status];
    const address = status === 'ready' && url ? `:${new URL(url).port}` : status;
    const head: Line = [
      span(` ${glyph} `, style),
      span(name.padEnd(column)),
      span(address, status === 'ready' ? 'plain' : style),
    ];
    const detail = status === 'ready' ? detailThatFits(place, version, width - 3) : '';
    return detailed ? [head, [span(`   ${cut(detail, width - 3)}`, 'muted')]] : [head];
  });
  return [...steps, BLANK, ...parts];
}

/**
 * The steps of the chapter that is shown, and the other chapters by their titles, where there are any: each title whole, where there is room for that, or
 * else cut. Where even so not all fit, the steps around the one that is shown, and how many there are besides.
 */
function contents(view: View, width: number, height: number): Line[] {
  const { session, guided } = view;
  const open = chapterOf(session, guided.step);
  const ids = open?.steps ?? [];
  const listed = (titled: Titled) => {
    const steps = ids.flatMap((id) => stepLines(view, id, (head, title) => titled(head, title, width)));
    if (session.chapters.length < 2) return steps;
    return session.chapters.flatMap((chapter) =>
      chapter === open
        ? [...titled(BLANK, span(chapter.title, 'heading'), width), ...steps]
        : titled(...chapterLine(view, chapter), width),
    );
  };
  const fitting = [whole, cutToLine].map(listed).find((lines) => lines.length <= height);
  if (fitting) return fitting;
  const steps = ids.flatMap((id) => stepLines(view, id, (head, title) => cutToLine(head, title, width)));
  return around(steps, ids.indexOf(guided.step), height);
}

/** A title with what stands before it, as one line or as several. */
type Titled = (head: Line, title: Span, width: number) => Line[];

const whole: Titled = (head, { text, style }, width) => {
  const before = widthOf(head);
  return wrap(text, width - before).map((part, index) => [
    ...(index === 0 ? head : [span(' '.repeat(before))]),
    span(part, style),
  ]);
};

const cutToLine: Titled = (head, { text, style }, width) => [[...head, span(cut(text, width - widthOf(head)), style)]];

/** So many of the lines as fit, with this one among them; where there are more, a line says so. */
function around(lines: readonly Line[], focus: number, height: number): Line[] {
  const first = firstAround(focus, { lines: lines.length, height });
  const last = first + height - 1;
  return lines.slice(first, last + 1).map((each, index) => {
    const at = first + index;
    if (at === first && first > 0 && at !== focus) return more(first + 1);
    return at === last && last < lines.length - 1 && at !== focus ? more(lines.length - last) : each;
  });
}

function more(count: number): Line {
  return [span(`   … ${count} more`, 'muted')];
}

function stepLines(view: View, id: string, titled: (head: Line, title: Span) => Line[]): Line[] {
  const { glyph, style } = STEP_MARKS[markOf(view, id)];
  const here = id === view.guided.step;
  const titleStyle = here ? 'heading' : 'plain';
  const head = [
    span(here ? '▸' : ' ', 'key'),
    span(`${glyph} `, style),
    span(`${id.padEnd(idWidth(view.session, id))} `, titleStyle),
  ];
  return titled(head, span(textOf(view, id).title, titleStyle));
}

/** A chapter that is not open, by its mark and title. It is done when all of its steps are. */
function chapterLine(view: View, { title, steps }: ChapterState): [head: Line, title: Span] {
  const marks = new Set(steps.map((id) => markOf(view, id)));
  const [only = 'waiting'] = marks;
  const { glyph, style } = STEP_MARKS[marks.size === 1 ? only : 'waiting'];
  return [[span(` ${glyph} `, style)], span(title, 'muted')];
}

/** Process and version; where both do not fit, what tells more, whole: half a word tells nothing. The log pane has all of it. */
function detailThatFits(place: string | undefined, version: string | undefined, width: number): string {
  const both = [place, version].filter((text) => text !== undefined && text !== '');
  return [both.join(' · '), version ?? '', place ?? ''].find((text) => text !== '' && text.length <= width) ?? '';
}

/** The parts in one line, for where there is no sidebar. */
export function partsLine(view: View, width: number): Line {
  const states = shownParts(view);
  const cell = Math.floor(width / states.length);
  return states.flatMap(({ part: name, status, url }) => {
    const { glyph, style } = PART_MARKS[status];
    const address = status === 'ready' && url ? `:${new URL(url).port}` : status;
    const text = cut(` ${name} ${address}`, cell - 2);
    return [span(glyph, style), span(text.padEnd(cell - 1))];
  });
}
