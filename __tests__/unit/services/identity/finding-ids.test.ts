import { findingIds, findingRows } from '../../../../services/identity/finding-rows.ts';
import { WORDS } from '../../../../services/identity/issuer/words.ts';
import { CLICKS } from '../../../../services/identity/keycloak/clicks.ts';
import { COURSE_REALM } from '../../../../steps/index.ts';

test('the ids of what a plan needs are those of its findings', () => {
  const rows = findingRows(COURSE_REALM, 'alan', 'demo', CLICKS);
  expect([...findingIds(COURSE_REALM)].toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
});

test.each([
  ['a Keycloak', CLICKS],
  ['another issuer', WORDS],
])('each has a title of its own that fits beside the list of steps at 80 columns, in the words of %s', (_, words) => {
  const titles = findingRows(COURSE_REALM, 'alan', 'demo', words).map(({ title }) => title);
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  expect(titles.filter((title) => `✓ ${title}`.length > 53)).toEqual([]);
});
