import type { Hop } from '../../evidence/hop.ts';
import { answerIn } from '../../lesson/call.ts';
import type { CallExhibit } from '../../lesson/exhibit.ts';
import { BLANK, blocks, hanging, type Line, line, span } from '../lines.ts';
import { checkLines } from './checks.ts';
import { type DiagramOptions, hopDiagram } from './hop-diagram.ts';

/** A call: the diagram of its hops, who decided and how, and a call from before that must not be taken for it. */
export function callLines(exhibit: CallExhibit, options: DiagramOptions): Line[] {
  const { call, earlier, over } = exhibit;
  // Dots are for a call that is being made; beside one from before they would say that this one is.
  const isShown = call.hops.length > 0 || earlier === undefined;
  const last = call.way.at(-1);
  // Where a call got no further than to somebody who looked at its token, that one decided.
  const decided = call.hops.find(({ to }) => to === last) ?? call.hops.findLast(({ answer }) => answer?.checks);
  return blocks(
    isShown && [...hopDiagram(call, { ...options, over }), ...verdict(exhibit, decided, options.width)],
    earlier !== undefined && [line(earlier, 'muted')],
  );
}

/** The same, and what came back to the caller. */
export function wholeCallLines(exhibit: CallExhibit, options: DiagramOptions): Line[] {
  const { result } = exhibit;
  return [
    ...callLines(exhibit, options),
    ...(result === undefined ? [] : hanging(span('came back: ', 'muted'), result, options.width)),
  ];
}

/** Where the decision was made, and what was said there. */
function verdict({ call, judge }: CallExhibit, decided: Hop | undefined, width: number): Line[] {
  if (!decided?.answer) return [];
  const { ok, text, status, checks } = decided.answer;
  const decider = decided.to === call.way.at(-1) ? judge : decided.to;
  const isRight = answerIn(call, decided)?.ok === ok;
  const said = `${decider} said ${ok ? 'yes' : 'no'}${isRight ? '' : ', wrongly'}: `;
  const head = ok && isRight ? span(`✓ ${said}`, 'good') : span(`✗ ${said}`, 'bad');
  return [BLANK, ...hanging(head, text || status, width), ...checkLines(checks, width)];
}
