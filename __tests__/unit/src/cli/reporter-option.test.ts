import { reporters } from '../../../../src/cli/reporter-option.ts';

test('several stand with commas, or one after the other; a comma in a file’s name is its own', () => {
  expect(reporters('junit=a,b.xml,github,html=c=d.html', reporters('json=x.json'))).toEqual([
    { name: 'json', file: 'x.json' },
    { name: 'junit', file: 'a,b.xml' },
    { name: 'github' },
    { name: 'html', file: 'c=d.html' },
  ]);
});

test.each([
  ['junti=a.xml', /Did you mean junit\?$/],
  ['xyz', /The reporters are .*junit, github\.$/],
  ['gitlab', /GitLab reads JUnit: junit=FILE/],
  ['junit', /A report needs a file: junit=FILE\./],
  ['junit=', /A report needs a file/],
  ['github=x', /takes no file/],
])('%s is none', (text, says) => {
  expect(() => reporters(text)).toThrow(says);
});
