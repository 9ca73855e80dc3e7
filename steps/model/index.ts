import type { SessionState } from '../../src/lesson/state.ts';
import type { Way } from '../../src/lesson/way.ts';
import type { CourseChapter } from '../course-chapter.ts';
import { newestCallExhibit } from '../propagation/call-exhibit.ts';
import { REALM } from '../propagation/realm.ts';
import { theModel } from './5.1-the-model.ts';
import { itDecides } from './5.2-it-decides.ts';
import { neverToldIt } from './5.3-never-told.ts';
import { talkItIntoTelling } from './5.4-talk-it-into-telling.ts';
import { anotherAddress } from './5.5-another-address.ts';
import { responses } from './5.6-responses.ts';
import { MODEL_GLOSSARY } from './glossary.ts';
import { twoWays } from './two-ways.ts';
import { MODEL, MODEL_WAY, RESPONSES_WAY } from './way.ts';

/** A model makes the call, and never sees the token. */
export const letAModelCall: CourseChapter = {
  id: 'model',
  title: 'Let a model call',
  way: MODEL_WAY,
  glossary: MODEL_GLOSSARY,
  exhibits: (state) => [
    ...newestCallExhibit(state, newestWay(state)),
    ...twoWays(state, '5.2', '5.6').map((each) => ({ ...each, concludes: true as const })),
  ],
  realm: REALM,
  steps: [theModel, itDecides, neverToldIt, talkItIntoTelling, anotherAddress, responses],
};

/** The way of the newest call, by who asked the model last. */
function newestWay({ hops }: Pick<SessionState, 'hops'>): Way {
  return hops.findLast(({ to }) => to === MODEL)?.from === 'stack' ? RESPONSES_WAY : MODEL_WAY;
}
