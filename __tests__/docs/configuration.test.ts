import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { configOf } from '../../src/deployment/config/read-config.ts';
import { blocks, page } from './markdown.ts';

const isConfig = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync('docs/config.schema.json', 'utf8')));
const examples = ['docs/configuration.md', 'docs/verify.md'].flatMap((path) => blocks(page(path), 'json'));

test('there are some examples', () => {
  expect(examples.length).toBeGreaterThan(1);
});

test.each(examples)('an example of a page is a configuration, to the program and to the shipped schema: %s', (text) => {
  expect(configOf('example', text)).toEqual(JSON.parse(text));
  expect({ takes: isConfig(JSON.parse(text)), errors: isConfig.errors }).toEqual({ takes: true, errors: null });
});

test.each([
  ['a key that is not known', { stak: {} }],
  ['one further in', { tool: { url: 'https://tool.example.org', port: 1 } }],
  ['a stack that is nowhere', { stack: {} }],
  ['a secret', { identity: { client: 'c', clientSecret: 'hunter2' } }],
  ['a header in the clear', { stack: { url: 'https://stack.example.org', headers: { authorization: 'Bearer x' } } }],
  ['a command without a program', { identity: { token: { by: 'command' } } }],
  ['a way to a token that there is not', { identity: { token: { by: 'magic' } } }],
])('neither takes %s', (_, config) => {
  expect(() => configOf('example', JSON.stringify(config))).toThrow('cannot be used');
  expect(isConfig(config)).toBe(false);
});
