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
  expect(rowsAt(100)).toEqual([
    'door    knocker  you said   its sound',
    'oaken   a lion   ✓ a boom   booms through the house',
    'glazed  –        ✗ a chime  rattles and is not heard',
    'barred  a ring              is not there yet',
  ]);
});

test('folds the last cell below itself', () => {
  const sound = 'booms through the house, up the stairs and into the attic';
  const long = { ...table, heads: ['door', 'its sound'], rows: [{ cells: ['oaken', sound], ok: true }] };
  const [, first = '', second = ''] = rowsAt(48, long);
  expect(first.slice(0, 7)).toBe('oaken  ');
  expect(second).toMatch(/^ {7}\S/);
  expect(`${first.slice(7)} ${second.trim()}`).toBe(sound);
});

test('a last cell that is short needs no more room than it takes', () => {
  const doors = 'a door of oak, with a knocker';
  const short = { ...table, heads: ['which door', 'how it is knocked'], rows: [{ cells: [doors, 'twice'], ok: true }] };
  const indent = doors.length + 2;
  expect(rowsAt(indent + 17, short)).toEqual([`${'which door'.padEnd(indent)}how it is knocked`, `${doors}  twice`]);
  expect(rowsAt(indent + 16, short)).toEqual(['which door', '  how it is knocked', doors, '  twice']);
});

test('where there is no room for the last cell, it stands below the others', () => {
  expect(tableWidth(table)).toBe('glazed  knocker  ✗ a chime'.length);
  for (const width of [tableWidth(table), 50])
    expect(rowsAt(width).slice(0, 4)).toEqual([
      'door    knocker  you said',
      '  its sound',
      'oaken   a lion   ✓ a boom',
      '  booms through the house',
    ]);
});

test('an answer that is too long for its column is folded in it', () => {
  const said = 'that it booms through the whole of the house';
  const long = { ...table, rows: [{ cells: ['oaken', 'a lion', { said, right: false }, 'booms'], ok: true }] };
  expect(tableWidth(long)).toBe('oaken  knocker  '.length + 24);
  expect(rowsAt(46, long)).toEqual([
    'door   knocker  you said',
    '  its sound',
    'oaken  a lion   ✗ that it booms through the',
    '                whole of the house',
    '  booms',
  ]);
});

test('no line is wider than the screen, to its last blank', () => {
  for (const width of [24, tableWidth(table), 50, 80, 100]) {
    const lines = tableLines(table, { width });
    expect(lines.filter((line) => line.reduce((sum, { text }) => sum + text.length, 0) > width)).toEqual([]);
  }
});

test('where there is no room for the others either, they follow each other, and nothing is wider', () => {
  const rows = rowsAt(20);
  expect(rows.filter((row) => row.length > 20)).toEqual([]);
  expect(rows.join('\n')).toContain('oaken · a lion · ✓ a\nboom\n  booms through the\n  house');
  // What is not there leaves no gap.
  expect(rows.join('\n')).toContain('barred · a ring\n');
});

test('says by its colour which row tells of a yes', () => {
  const styles = tableLines(table, { width: 100 }).map(([first]) => first?.style);
  expect(styles).toEqual(['muted', 'good', 'bad', 'bad']);
});
