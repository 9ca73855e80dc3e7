import type { CourseChapter } from '../course-chapter.ts';
import { newestCallExhibit } from '../propagation/call-exhibit.ts';
import { WAY } from '../propagation/way.ts';
import { nothingBroken } from './2.1-nothing-broken.ts';
import { noToken } from './2.2-no-token.ts';
import { noScope } from './2.3-no-scope.ts';
import { anotherAudience } from './2.4-another-audience.ts';
import { oneByteChanged } from './2.5-one-byte-changed.ts';
import { bentSignature } from './2.6-bent-signature.ts';
import { algorithmNone } from './2.7-algorithm-none.ts';
import { withPublicKey } from './2.8-public-key.ts';
import { ownKey } from './2.9-own-key.ts';
import { issuerByName } from './2.10-issuer-by-name.ts';
import { anotherIssuer } from './2.11-another-issuer.ts';
import { expiredToken } from './2.12-expired.ts';
import { unseenOffline } from './2.13-unseen-offline.ts';
import { confusedDeputy } from './2.14-confused-deputy.ts';
import { everyNo } from './2.15-who-said-no.ts';
import { bench } from './2.16-bench.ts';
import { BREAK_GLOSSARY } from './glossary.ts';
import { BREAK_REALM } from './realm.ts';

/** One call, and one thing broken at a time: who says no, at which check, in whose words. */
export const breakIt: CourseChapter = {
  id: 'break',
  title: 'Break it',
  way: WAY,
  glossary: BREAK_GLOSSARY,
  exhibits: (state) => [
    ...newestCallExhibit(state),
    ...[everyNo, unseenOffline].flatMap(({ exhibits }) =>
      (exhibits?.(state) ?? []).map((each) => ({ ...each, concludes: true as const })),
    ),
  ],
  realm: BREAK_REALM,
  steps: [
    nothingBroken,
    noToken,
    noScope,
    anotherAudience,
    oneByteChanged,
    bentSignature,
    algorithmNone,
    withPublicKey,
    ownKey,
    issuerByName,
    anotherIssuer,
    expiredToken,
    unseenOffline,
    confusedDeputy,
    everyNo,
    bench,
  ],
};
