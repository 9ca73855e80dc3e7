import { duration, port } from '../../../src/option-values.ts';

test.each(['0', '65536', '-1', '80.0', '0x50', '1e3', ' 80', '80 ', ''])('%j is no port', (text) => {
  expect(() => port(text)).toThrow('A port is a number from 1 to 65535.');
});

test.each(['1', '8080', '65535'])('%s is one', (text) => {
  expect(port(text)).toBe(Number(text));
});

test.each([
  ['90', 90_000],
  ['1.5', 1_500],
  ['1500ms', 1_500],
  ['5m', 300_000],
  ['2147483647ms', 2 ** 31 - 1],
])('%s is a time', (text, milliseconds) => {
  expect(duration(text)).toBe(milliseconds);
});

test.each(['0', '-5s', '', '9'.repeat(200), '.', '1.2.3', 'Infinity', '2147483648ms', '25d'])(
  '%j is none that a timer keeps',
  (text) => {
    expect(() => duration(text)).toThrow(/^A time is a number|^24 days/);
  },
);
