import { tableLines, tableWidth } from '../../../../src/screen/exhibits/table.ts';
import { OF_EACH_SHAPE } from '../../../exhibits-of-doors.ts';

const { table } = OF_EACH_SHAPE;
const rowsAt = (width: number, exhibit = table) =>
  tableLines(exhibit, { width }).map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );

test('has a line a row, each cell below its question', () => {
  expect(rowsAt(80)).toEqual([
    'door    knocker  its sound',
    'oaken   a lion   booms through the house',
    'glazed  –        rattles and is not heard',
  ]);
  expect(tableWidth(table)).toBe('glazed  knocker  rattles and is not heard'.length);
});

test('folds the last cell below itself', () => {
  const sound = 'booms through the house, up the stairs and into the attic';
  const long = { ...table, rows: [{ cells: ['oaken', 'a lion', sound], ok: true }] };
  const [, first = '', second = ''] = rowsAt(60, long);
  expect(first.slice(0, 16)).toBe('oaken  a lion   ');
  expect(second).toMatch(/^ {16}\S/);
  expect(`${first.slice(16)} ${second.trim()}`).toBe(sound);
});

test.each([20, 30, 50])('in %d columns the last cell stands below the others, and nothing is wider', (width) => {
  const rows = rowsAt(width);
  expect(rows.filter((row) => row.length > width)).toEqual([]);
  expect(rows.join('\n')).toContain('oaken · a lion\n  booms');
});

test('says by its colour which row tells of a yes', () => {
  const styles = tableLines(table, { width: 80 }).map(([first]) => first?.style);
  expect(styles).toEqual(['muted', 'good', 'bad']);
});
