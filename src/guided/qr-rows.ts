import { encode } from 'uqr';

/** Two modules above each other, by whether the upper and the lower one are light: light ones are drawn, so that it stands on a dark ground. */
const BLOCKS = { 'true true': '█', 'true false': '▀', 'false true': '▄', 'false false': ' ' } as const;

/** A text as a QR code (ISO/IEC 18004), in half blocks: rows of one width, with a border of one module. */
export function qrRows(text: string): readonly string[] {
  const { data, size } = encode(text, { border: 1 });
  const isLight = (row: number, column: number) => data[row]?.[column] !== true;
  return Array.from({ length: Math.ceil(size / 2) }, (_, row) =>
    Array.from(
      { length: size },
      (_, column) => BLOCKS[`${isLight(2 * row, column)} ${isLight(2 * row + 1, column)}`],
    ).join(''),
  );
}
