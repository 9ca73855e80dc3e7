import { Readable, Writable } from 'node:stream';
import { lessonOptions } from '../../../../src/cli/lesson-options.ts';
import { cli } from '../../../../src/cli.ts';
import { answerFor, type LookedUp } from '../../../../src/completion/answer.ts';
import { placeOf } from '../../../../src/completion/place.ts';

const stdout = new Writable();
const signal = new AbortController().signal;
const program = cli({ stdin: Readable.from([]), stdout, stderr: stdout, env: {}, signal, entry: '' }, () => {});

const named = (...values: string[]) => values.map((value) => ({ value, about: '' }));
const FOUND: LookedUp = {
  step: named('3a', '3b', '4'),
  chapter: named('propagation', 'break'),
  run: named('2026-12-01'),
};

/** What is named in the place of the last word. */
function completed(...line: string[]): string[] {
  const answer = answerFor(placeOf(program, line.slice(0, -1), line.at(-1) ?? ''), FOUND);
  return answer.split('\n').flatMap((each) => (each === '' ? [] : [each.replace(/\t.*/, '')]));
}

test.each([
  ['a command', ['ver'], ['verify']],
  ['none that is hidden', ['stand'], []],
  ['the shells', ['completion', ''], ['bash', 'zsh', 'fish', 'powershell']],
  ['the parts', ['serve', 'm'], ['mcp', 'model']],
  ['a command to be helped with', ['help', 'se'], ['serve']],
  ['an option', ['--ch'], ['--chapter']],
  ['an option of the command, not of the program', ['report', '--o'], ['--output']],
  ['no option after --', ['diagnose', '--', '--'], []],
  ['no option that is there already', ['report', '--format', 'html', '--f'], []],
  ['one that may be repeated', ['--reporter', 'github', '--repo'], ['--reporter']],
  ['a word of an option that takes URLs, too', ['--idp', ''], ['auto', 'container', 'embedded']],
  ['none of them where only a URL will do', ['verify', '--idp', ''], []],
  ['a value behind =', ['--token-by=co'], ['--token-by=code', '--token-by=command']],
  ['a format', ['report', '--format', 'h'], ['html']],
  ['a reporter, its file to come', ['--reporter', 'ju'], ['junit=']],
  ['a reporter’s file', ['--reporter', 'junit=a.xml,html='], [':files junit=a.xml,html=']],
  ['another reporter', ['--reporter', 'junit=a.xml,h'], ['junit=a.xml,html=']],
  ['a file', ['--config', 'x'], [':files']],
  ['a folder', ['export', 'compose', '--output', ''], [':folders']],
  ['a chapter', ['--chapter', ''], ['propagation', 'break']],
  ['a step', ['--from', '3'], ['3a', '3b']],
  ['a step to forget', ['reset', '4'], ['4']],
  ['one step more, not the same again', ['--only', '3a,3'], ['3a,3b']],
  ['the same behind =', ['--only=3a,'], ['--only=3a,3b', '--only=3a,4']],
  ['a run, or a file', ['report', '2'], ['2026-12-01', ':files']],
  ['nothing where any text will do', ['--user', ''], []],
  ['nothing that a shell would read in it', ['--only', '$(id),'], []],
  ['nothing behind a blank, which would be two words', ['--only', '3a b,'], []],
  ['an option after a value behind =', ['--token-by=code', '--ch'], ['--chapter']],
])('%s', (_, line, expected) => {
  expect(completed(...line)).toEqual(expected);
});

test('at first the commands, after an option of the lesson its others', () => {
  expect(completed('')).toEqual(expect.arrayContaining(['list', 'verify', 'help']));
  expect(completed('')).not.toContain('--ci');
  const options = lessonOptions([]).flatMap(({ long }) => (long && long !== '--ci' ? [long] : []));
  expect(completed('--ci', '')).toEqual(expect.arrayContaining(options));
});

test('each has a few words on one line', () => {
  for (const word of ['', '--']) {
    const lines = answerFor(placeOf(program, [], word), {})
      .trimEnd()
      .split('\n');
    for (const line of lines) expect(line).toMatch(/^[\w-]+\t[^\t]{3,110}$/);
  }
});
