import { checkMark, type TokenCheck } from '../../evidence/token-check.ts';
import { flow, type Line } from '../lines.ts';

/** How a token was verified, in one line where there is room for it: `form ✓  issuer ✗`. Nothing where that is not told. */
export function checkLines(checks: readonly TokenCheck[] = [], width: number): Line[] {
  return flow(checks.map(checkMark), width, 'muted');
}
