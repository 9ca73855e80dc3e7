import { wordsIn } from '../../../../src/view/words-here.ts';

const GLOSSARY = [
  ['token', 'What is shown at the door.'],
  ['access token', 'One for a house.'],
  ['key', 'It opens.'],
  ['key holder', 'Who has one.'],
  ['key-ring', 'It holds keys (all of them).'],
] as const;

const found = (text: string) => wordsIn(text, GLOSSARY).map(({ entry, from, to }) => [entry[0], text.slice(from, to)]);

test('each word is found where it stands first, in the order of the text, in one or several', () => {
  expect(found('Tokens hang on a key-ring. A token is one of them.')).toEqual([
    ['token', 'Tokens'],
    ['key-ring', 'key-ring'],
  ]);
});

test('a longer word goes before one that it holds, also where it is broken between two lines', () => {
  expect(found('An access\n    token, and a token.')).toEqual([
    ['access token', 'access\n    token'],
    ['token', 'token'],
  ]);
  expect(found('The key holder has a key.')).toEqual([
    ['key holder', 'key holder'],
    ['key', 'key'],
  ]);
});

test('a part of a word is none, and a text or a glossary without words has none', () => {
  expect(found('A tokenizer, a monkey-ring, a key-ring-holder.')).toEqual([]);
  expect(wordsIn('A token.', [])).toEqual([]);
});
