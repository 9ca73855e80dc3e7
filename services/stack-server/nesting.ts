/** JSON that nests deeper is refused: writing it out again could exhaust the stack. */
export const DEEPEST_NESTING = 100;

/** Whether a JSON value has more levels than that. */
export function nestsTooDeep(value: unknown, levels = DEEPEST_NESTING): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nestsTooDeep(inner, levels - 1));
}
