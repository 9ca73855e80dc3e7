import { ARRIVED, goneOf, isStill, type Moving, movedTo } from '../../../../src/view/motion.ts';

const at = (motion: Moving['motion'], cursor = 1, slow = false): Moving => ({ cursor, motion, slow });
const DAY = 86_400_000;

test('what has arrived is at the end of its crossing, and stays there', () => {
  const arrived = at(ARRIVED);
  expect(movedTo(arrived, 6, 5_000)).toEqual({ cursor: 1, motion: ARRIVED });
  expect(goneOf(arrived, 5_000)).toBe(1);
  expect(isStill(arrived, 6, 5_000)).toBe(true);
});

test('held, it goes to the end of its crossing and no further', () => {
  const held = at({ since: 1_000, plays: false });
  expect(goneOf(held, 1_000)).toBe(0);
  expect(goneOf(held, 1_100)).toBeGreaterThan(0);
  expect(goneOf(held, 1_100)).toBeLessThan(1);
  expect(isStill(held, 6, 1_100)).toBe(false);
  expect(movedTo(held, 6, DAY).cursor).toBe(1);
  expect(isStill(held, 6, DAY)).toBe(true);
});

test('played, it goes on by itself to the last crossing, and has time to be read before each next one', () => {
  const played = at({ since: 0, plays: true }, 0);
  const seen: number[] = [];
  for (let now = 0; now < DAY && !isStill({ ...played, ...movedTo(played, 4, now) }, 4, now); now += 100)
    seen.push(movedTo(played, 4, now).cursor);
  expect([...new Set(seen)]).toEqual([0, 1, 2, 3]);
  expect(movedTo(played, 4, DAY).cursor).toBe(3);
  const arrivesAt = Array.from({ length: 100 }, (_, tenth) => tenth * 100).find((now) => goneOf(played, now) === 1);
  expect(movedTo(played, 4, (arrivesAt ?? 0) + 1_000).cursor).toBe(0);
});

test('taken over as it was drawn, it goes on from there as if nothing had been done', () => {
  const played = at({ since: 0, plays: true }, 0);
  for (const now of [0, 900, 3_000, 7_777]) {
    const drawn = { ...played, ...movedTo(played, 4, now) };
    for (const later of [now, now + 500, now + 4_000]) {
      const [one, other] = [played, drawn].map((each) => ({ ...each, ...movedTo(each, 4, later) }));
      expect(one).toEqual(other);
    }
  }
});

test('in slow motion everything takes several times as long', () => {
  const motion = { since: 0, plays: true };
  expect(goneOf(at(motion, 0, true), 400)).toBeLessThan(goneOf(at(motion, 0), 400));
  expect(movedTo(at(motion, 0, true), 6, 5_000).cursor).toBeLessThan(movedTo(at(motion, 0), 6, 5_000).cursor);
});

test('where there are fewer crossings than thought, it is at the last', () => {
  expect(movedTo(at(ARRIVED, 9), 3, 0).cursor).toBe(2);
  expect(movedTo(at(ARRIVED, 0), 0, 0).cursor).toBe(0);
});
