import { BodyCopy, CopyRoom } from '../../../../../services/part/tap/body-copy.ts';

const ALL = 32 * 1024 * 1024;

test('copies share a room: what does not fit is not seen, and what is given up makes room', async () => {
  const room = new CopyRoom();
  expect([room.take(ALL - 3), room.take(4)]).toEqual([true, false]);
  const [late, early] = [new BodyCopy({}, room), new BodyCopy({}, room)];
  early.add(Buffer.from('abc'));
  late.add(Buffer.from('d'));
  expect(await late.read(true)).toEqual({ unseen: 'too much passed at once' });
  expect(await early.read(true)).toEqual({ text: 'abc' });
  early.giveUp();
  early.giveUp();
  expect([room.take(4), room.take(3)]).toEqual([false, true]);
});
