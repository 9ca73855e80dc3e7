import { chapterHead, idWidth } from '../lesson/chapter-state.ts';
import { STATE_WORDS } from '../lesson/state-words.ts';
import { stateOf, tellsKeyIdea, type View } from '../view/view.ts';
import { STEP_MARKS } from './glyphs.ts';
import { BLANK, hanging, type Line, line, span } from './lines.ts';

const TITLE = 20;

/** The steps with their states in words, below the titles of their chapters where there are several; `focus` is the line of the chosen step. */
export function stepList(view: View, width: number): { lines: Line[]; focus: number } {
  const { guided, lesson, session } = view;
  const blocks = lesson.map((step, index): Line[] => {
    const { id, title, keyIdea } = step;
    const mark = markOf(view, id);
    const { glyph, style } = STEP_MARKS[mark];
    const chosen = index === guided.cursor;
    return [
      ...titleAbove(chapterHead(session, id), index),
      [
        span(chosen ? '▸ ' : '  ', 'key'),
        span(`${glyph} `, style),
        span(`${id.padEnd(Math.max(3, idWidth(session, id)))} ${title.padEnd(TITLE)}`, chosen ? 'selected' : 'plain'),
        span(`  ${STATE_WORDS[mark]}`, style),
      ],
      ...(chosen && tellsKeyIdea(view, step) ? hanging(span('         '), keyIdea, width, 'muted') : []),
    ];
  });
  return { lines: blocks.flat(), focus: blocks.slice(0, guided.cursor + 1).flat().length - 1 };
}

function titleAbove(chapter: string | undefined, index: number): Line[] {
  if (chapter === undefined) return [];
  return [...(index === 0 ? [] : [BLANK]), line(chapter, 'heading')];
}

/** The state of a step for the eye: one that an earlier run did is told apart from one that nobody did. */
export function markOf(view: Pick<View, 'session' | 'guided'>, id: string): keyof typeof STEP_MARKS {
  const status = stateOf(view, id)?.status ?? 'waiting';
  return status === 'waiting' && view.guided.earlier.includes(id) ? 'earlier' : status;
}
