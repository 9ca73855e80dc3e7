import { PassThrough } from 'node:stream';
import { wantsColor } from '../../../../src/presenters/output.ts';

const output = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY });

test.each([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['a terminal under NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a terminal that can do nothing', true, { TERM: 'dumb' }, false],
  ['a pipe that is known to lead to a reader of colours', false, { FORCE_COLOR: '1' }, true],
  ['a terminal whose reader wants none', true, { FORCE_COLOR: '0' }, false],
  ['a pipe, both asked for and refused', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
] as const)('colour: %s', (_, isTTY, env, expected) => {
  expect(wantsColor(output(isTTY), env)).toBe(expected);
});
