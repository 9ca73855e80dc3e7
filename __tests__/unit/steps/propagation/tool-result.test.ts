import { callOf } from '../../../../src/lesson/call.ts';
import { contentText, toolResult } from '../../../../steps/propagation/tool-result.ts';
import { WAY } from '../../../../steps/propagation/way.ts';
import { ANSWERED, callHops, fold } from '../../../components/fixture.ts';

test('the result is what the stack server answered, its text inside the content', () => {
  const result = toolResult(callOf(fold(callHops(ANSWERED)), ANSWERED.trace, WAY));
  expect(result?.error_code).toBe(0);
  expect(result && contentText(result)).toBe('Hello, world!');
});

test('what is no result of a tool is none', () => {
  expect(toolResult(callOf(fold([]), ANSWERED.trace, WAY))).toBeUndefined();
  expect(
    toolResult(callOf(fold(callHops(ANSWERED, { answered: false }).slice(1)), ANSWERED.trace, WAY)),
  ).toBeUndefined();
});

test.each([
  ['a text', 'no JSON', 'no JSON'],
  ['an item', { type: 'text', text: 'one' }, 'one'],
  [
    'items',
    [
      { type: 'text', text: 'one' },
      { type: 'image', url: 'u' },
    ],
    'one\n{"type":"image","url":"u"}',
  ],
  ['nothing', null, ''],
])('content may be %s', (_, content, text) => {
  expect(contentText({ content, error_code: 0 })).toBe(text);
});
