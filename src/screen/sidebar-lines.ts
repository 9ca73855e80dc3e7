import type { View } from '../view/view.ts';
import { PART_MARKS, STEP_MARKS } from './glyphs.ts';
import { BLANK, cut, type Line, span } from './lines.ts';
import { markOf } from './list-lines.ts';

/** The steps with their states, and below them the parts; `width` columns, made for `height` rows. */
export function sidebarLines(view: View, width: number, height: number): Line[] {
  const steps = view.lesson.map(({ id, title }): Line => {
    const { glyph, style } = STEP_MARKS[markOf(view, id)];
    const here = id === view.guided.step;
    return [
      span(here ? '▸' : ' ', 'key'),
      span(`${glyph} `, style),
      span(cut(`${id.padEnd(2)} ${title}`, width - 3), here ? 'heading' : 'plain'),
    ];
  });
  const states = Object.values(view.session.parts);
  // A second line a part where there is room for it.
  const detailed = height >= steps.length + 1 + 2 * states.length;
  const parts = states.flatMap(({ part: name, status, url, version, place }): Line[] => {
    const { glyph, word, style } = PART_MARKS[status];
    const address = status === 'ready' && url ? `:${new URL(url).port}` : word;
    const head: Line = [
      span(` ${glyph} `, style),
      span(name.padEnd(9)),
      span(address, status === 'ready' ? 'plain' : style),
    ];
    const detail = status === 'ready' ? detailThatFits(place, version, width - 3) : '';
    return detailed ? [head, [span(`   ${cut(detail, width - 3)}`, 'muted')]] : [head];
  });
  return [...steps, BLANK, ...parts];
}

/** Process and version; where both do not fit, what tells more, whole: half a word tells nothing. The log pane has all of it. */
function detailThatFits(place: string | undefined, version: string | undefined, width: number): string {
  const both = [place, version].filter((text) => text !== undefined && text !== '');
  return [both.join(' · '), version ?? '', place ?? ''].find((text) => text !== '' && text.length <= width) ?? '';
}

/** The parts in one line, for where there is no sidebar. */
export function partsLine({ session }: View, width: number): Line {
  const states = Object.values(session.parts);
  const cell = Math.floor(width / states.length);
  return states.flatMap(({ part: name, status, url }) => {
    const { glyph, word, style } = PART_MARKS[status];
    const address = status === 'ready' && url ? `:${new URL(url).port}` : word;
    const text = cut(` ${name} ${address}`, cell - 2);
    return [span(glyph, style), span(text.padEnd(cell - 1))];
  });
}
