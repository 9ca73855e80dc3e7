import { Command } from 'commander';
import { applyColor, colorOption, suggestChoices } from '../../../../src/cli/shared-options.ts';

test.each([
  ['never', { FORCE_COLOR: '1' }, { NO_COLOR: '1' }],
  ['always', { NO_COLOR: '1', FORCE_COLOR: '0' }, { FORCE_COLOR: '1' }],
  ['auto', { NO_COLOR: '1' }, { NO_COLOR: '1' }],
  [undefined, { FORCE_COLOR: '0' }, { FORCE_COLOR: '0' }],
] as const)('--color %s makes of %j', (when, env, becomes) => {
  const its = { ...env };
  applyColor(when, its);
  expect(its).toEqual(becomes);
});

test('a choice that is nearly right is named; the right one is taken', () => {
  const command = () => {
    const its = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    its.addOption(colorOption()).addArgument(its.createArgument('[part]').choices(['stack', 'tool']));
    suggestChoices(its);
    return its;
  };
  expect(() => command().parse(['--color', 'allways'], { from: 'user' })).toThrow(/Did you mean always\?/);
  expect(() => command().parse(['stak'], { from: 'user' })).toThrow(/Did you mean stack\?/);
  expect(() => command().parse(['--color', 'xyz'], { from: 'user' })).toThrow(/choices are auto, always, never\.$/);
  expect(command().parse(['--color', 'never', 'tool'], { from: 'user' }).opts()).toEqual({ color: 'never' });
});
