import { partsInUse } from '../../../../src/lesson/parts-in-use.ts';

const parts = {
  door: { part: 'door', status: 'off' },
  gate: { part: 'gate', status: 'off' },
  wall: { part: 'wall', status: 'failed' },
} as const;

test('a part is spoken of where a step starts it, or once it has run', () => {
  const names = (...starts: string[]) =>
    partsInUse(
      { parts },
      starts.map((each) => ({ starts: each })),
    ).map(({ part }) => part);
  expect(names()).toEqual(['wall']);
  expect(names('gate')).toEqual(['gate', 'wall']);
  expect(names('wall', 'door')).toEqual(['door', 'wall']);
});
