import { chapterOf, idWidth } from '../lesson/chapter-state.ts';
import type { ChapterState } from '../lesson/run-words.ts';
import { shownParts } from '../view/shown-parts.ts';
import { textOf, type View } from '../view/view.ts';
import { PART_MARKS, STEP_MARKS } from './glyphs.ts';
import { BLANK, cut, type Line, line, span } from './lines.ts';
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

/** The steps of the chapter that is shown, and the other chapters by their titles: where there are any, and room for them. As many as fit. */
function contents(view: View, width: number, height: number): Line[] {
  const { session, guided } = view;
  const open = chapterOf(session, guided.step);
  const ids = open?.steps ?? [];
  const steps = ids.map((id) => stepLine(view, id, width));
  if (session.chapters.length < 2 || session.chapters.length + steps.length > height) {
    const first = firstAround(ids.indexOf(guided.step), { lines: steps.length, height });
    return steps.slice(first, first + height);
  }
  return session.chapters.flatMap((chapter) =>
    chapter === open ? [line(cut(chapter.title, width), 'heading'), ...steps] : [chapterLine(view, chapter, width)],
  );
}

function stepLine(view: View, id: string, width: number): Line {
  const { glyph, style } = STEP_MARKS[markOf(view, id)];
  const here = id === view.guided.step;
  return [
    span(here ? '▸' : ' ', 'key'),
    span(`${glyph} `, style),
    span(
      cut(`${id.padEnd(idWidth(view.session, id))} ${textOf(view, id).title}`, width - 3),
      here ? 'heading' : 'plain',
    ),
  ];
}

/** A chapter that is not open. It is done when all of its steps are. */
function chapterLine(view: View, { title, steps }: ChapterState, width: number): Line {
  const marks = new Set(steps.map((id) => markOf(view, id)));
  const [only = 'waiting'] = marks;
  const { glyph, style } = STEP_MARKS[marks.size === 1 ? only : 'waiting'];
  return [span(` ${glyph} `, style), span(cut(title, width - 3), 'muted')];
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
