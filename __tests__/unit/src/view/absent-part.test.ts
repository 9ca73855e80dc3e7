import { spawnSync } from 'node:child_process';
import { shellWord } from '../../../../src/lesson/shell.ts';
import { needsAbsentPart } from '../../../../src/view/absent-part.ts';
import { fold, LESSON_TEXT, PARTS_READY, STARTED } from '../../../components/fixture.ts';

const commandsOf = (id: string) => LESSON_TEXT.find((step) => step.id === id)?.commands ?? [];

test('commands that name a part which does not run yet are marked, those of a lab that is whole are not', () => {
  expect(needsAbsentPart({ session: fold([STARTED]) }, commandsOf('1a'))).toBe(true);
  expect(needsAbsentPart({ session: fold([STARTED, ...PARTS_READY]) }, commandsOf('1a'))).toBe(false);
  expect(needsAbsentPart({ session: fold([STARTED]) }, commandsOf('0'))).toBe(false);
});

// The commands are for a POSIX shell.
if (process.platform !== 'win32') {
  test.each(['alan', 'Alan Turing', "O'Brien", '$HOME', '"; rm -rf x', '-n', 'ä 日本'])(
    '%s is one word in a shell',
    (name) => {
      const { stdout } = spawnSync('sh', ['-c', `export NAME=${shellWord(name)}; printf %s "$NAME"`], {
        encoding: 'utf8',
      });
      expect(stdout).toBe(name);
    },
  );
}
