import { crossingsOf } from '../lesson/crossings.ts';
import type { CommandName, ViewCommand } from './command.ts';
import { draftOf, turned } from './draft.ts';
import { callToGoThrough, exhibitsOfStep } from './exhibits.ts';
import type { GuidedAction } from './guided-action.ts';
import { ARRIVED } from './motion.ts';
import type { Opening } from './open-pane.ts';
import { NEWEST, type ScrollMove } from './scroll.ts';
import type { View } from './view.ts';

/** Nothing comes of it. */
const STAYS: GuidedAction = { type: 'pressed' };

/** What each command does to the view, at a time. Pure, and without any geometry. */
const ACTIONS: Readonly<Record<ViewCommand, (view: View, now: number) => GuidedAction>> = {
  'next-field': ({ guided }) => ({
    type: 'form',
    form: { field: guided.form.field === 'name' ? 'password' : 'name' },
  }),
  next: (view) => shown(view, indexOf(view) + 1),
  back: (view) => shown(view, indexOf(view) - 1),
  jump: (view) => shown(view, view.guided.cursor),
  hint: ({ guided }) => ({ type: 'hint', step: guided.step }),
  open: ({ guided }) => open({ pane: 'hop', cursor: guided.cursor }),
  'fill-in': () => open({ pane: 'form' }),
  'previous-choice': (view) => turned(view, -1) ?? STAYS,
  'next-choice': (view) => turned(view, 1) ?? STAYS,
  'step-through': (_, now) => open({ pane: 'through', motion: { since: now, plays: false } }),
  play: (view, now) => {
    const { cursor } = view.guided;
    const motion = { since: now, plays: true };
    return { type: 'move', cursor: cursor >= lastCrossing(view) ? 0 : cursor, motion };
  },
  'slow-motion': ({ guided: { cursor, motion, slow } }, now) => ({
    type: 'move',
    cursor,
    motion: { ...motion, since: now },
    slow: !slow,
  }),
  hops: ({ guided }) => open({ pane: 'hops', cursor: guided.pane === 'hop' ? guided.cursor : 0 }),
  logs: () => logAt(0),
  steps: (view) => open({ pane: 'steps', cursor: indexOf(view) }),
  // What differs is on the screen already where the step itself shows it.
  compare: (view) =>
    open({
      pane: 'compare',
      allRows:
        view.guided.pane === 'step' && exhibitsOfStep(view, view.guided.step).some(({ kind }) => kind === 'columns'),
    }),
  token: () => open({ pane: 'token' }),
  glossary: () => open({ pane: 'glossary' }),
  keys: () => open({ pane: 'keys' }),
  'next-word': () => ({ type: 'word', by: 1 }),
  'previous-word': () => ({ type: 'word', by: -1 }),
  'close-word': () => ({ type: 'close-word' }),
  'close-pane': () => ({ type: 'close-pane' }),
  'to-step': () => ({ type: 'close-pane' }),
  otherwise: () => ({ type: 'otherwise' }),
  'all-rows': () => ({ type: 'all-rows' }),
  zoom: () => ({ type: 'zoom' }),
  'second-pane': () => ({ type: 'second-pane' }),
  search: () => ({ type: 'search', search: { typing: true, text: '' } }),
  // What a log says last is what one looks for.
  'find-first': (view) => find(view, view.guided.pane === 'logs' ? -1 : 0),
  'find-next': (view) => find(view, view.guided.search.hit + 1),
  'find-previous': (view) => find(view, view.guided.search.hit - 1),
  'search-no-more': () => ({ type: 'search', search: { typing: false, text: '' } }),
  'choose-previous': (view, now) => chosen(view, view.guided.cursor - 1, now),
  'choose-next': (view, now) => chosen(view, view.guided.cursor + 1, now),
  'scroll-up': () => scroll({ lines: -1 }),
  'scroll-down': () => scroll({ lines: 1 }),
  'page-up': (view) => (view.guided.pane === 'steps' ? otherChapter(view, -1) : scroll({ pages: -1 })),
  'page-down': (view) => (view.guided.pane === 'steps' ? otherChapter(view, 1) : scroll({ pages: 1 })),
  'to-top': () => scroll('top'),
  'to-end': () => scroll('end'),
};

/** What a command does that changes nothing but the view; `now` in milliseconds since the epoch. */
export function viewAction(view: View, command: ViewCommand, now: number): GuidedAction {
  return ACTIONS[command](view, now);
}

/** Whether a command changes nothing but the view. */
export function isViewCommand(command: CommandName): command is ViewCommand {
  return Object.hasOwn(ACTIONS, command);
}

function open(opening: Opening): GuidedAction {
  return { type: 'show-pane', opening };
}

/** A log, from its end on. */
function logAt(cursor: number): GuidedAction {
  return open({ pane: 'logs', cursor, scroll: NEWEST });
}

function lastCrossing(view: View): number {
  const exhibit = callToGoThrough(view);
  return exhibit ? crossingsOf(exhibit.call).length - 1 : 0;
}

function indexOf({ lesson, guided }: View): number {
  return lesson.findIndex(({ id }) => id === guided.step);
}

/** In the list of steps: the first step of the chapter after or before; at the ends of the course, its last step or its first. */
function otherChapter({ lesson, session, guided: { cursor } }: View, by: 1 | -1): GuidedAction {
  const firsts = session.chapters.map(({ steps: [first] }) => lesson.findIndex(({ id }) => id === first));
  const wanted = by === 1 ? firsts.find((first) => first > cursor) : firsts.findLast((first) => first < cursor);
  return { type: 'choose', cursor: wanted ?? (by === 1 ? lesson.length - 1 : 0) };
}

function shown({ lesson, guided }: View, index: number): GuidedAction {
  return { type: 'show-step', step: lesson[index]?.id ?? guided.step };
}

function scroll(move: ScrollMove): GuidedAction {
  return { type: 'scroll', move };
}

/** In what is scrolled, the screen knows where the text stands; steps are the lesson's. */
function find({ guided, lesson }: View, hit: number): GuidedAction {
  if (guided.pane !== 'steps') return { type: 'find', hit };
  const wanted = guided.search.text.toLowerCase();
  const holding = lesson.flatMap(({ id, title }, at) => (`${id} ${title}`.toLowerCase().includes(wanted) ? [at] : []));
  const cursor = holding.at(hit % Math.max(1, holding.length));
  return { type: 'find', hit, ...(cursor !== undefined && { cursor }) };
}

/** How many hops or logs there are to choose from, the screen knows; steps are the lesson's. */
function chosen(view: View, cursor: number, now: number): GuidedAction {
  const {
    guided: { pane, cursor: before },
    lesson,
  } = view;
  // What goes on is seen to move; what one goes back to has arrived.
  if (pane === 'through')
    return { type: 'move', cursor, motion: cursor > before ? { since: now, plays: false } : ARRIVED };
  const fields = pane === 'form' ? draftOf(view)?.form.length : undefined;
  if (fields !== undefined) return { type: 'choose', cursor: (cursor + fields) % fields };
  if (pane === 'steps') return { type: 'choose', cursor: Math.min(cursor, lesson.length - 1) };
  const wanted = Math.max(0, cursor);
  return pane === 'logs' ? logAt(wanted) : open({ pane, cursor: wanted });
}
