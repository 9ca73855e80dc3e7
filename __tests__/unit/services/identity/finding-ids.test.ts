import { findingIds, findingRows } from '../../../../services/identity/finding-rows.ts';
import { CLICKS } from '../../../../services/identity/keycloak/clicks.ts';
import { COURSE_REALM } from '../../../../steps/index.ts';

test('the ids of what a plan needs are those of its findings', () => {
  const rows = findingRows(COURSE_REALM, 'alan', 'demo', CLICKS);
  expect([...findingIds(COURSE_REALM)].toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
});
