import { BodyCopy, CopyRoom } from '../../../../../services/part/tap/body-copy.ts';

const ALL = 32 * 1024 * 1024;
const NO_FIELDS = { fields: [] };

test('copies share a room: what does not fit is not seen, and what is read or dropped makes room', () => {
  const room = new CopyRoom();
  expect([room.take(ALL - 3), room.take(4)]).toEqual([true, false]);
  const [late, early] = [new BodyCopy(room), new BodyCopy(room)];
  early.add(Buffer.from('abc'));
  late.add(Buffer.from('d'));
  expect(late.read(NO_FIELDS)).toEqual({ unseen: 'too much passed at once' });
  expect(early.read(NO_FIELDS)).toEqual({ text: 'abc' });
  early.drop('nobody needs it');
  expect([room.take(4), room.take(3)]).toEqual([false, true]);
});
