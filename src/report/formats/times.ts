import { durationText } from '../../lesson/duration.ts';
import type { Report } from '../report.ts';

/** `2026-12-01 06:57:19 UTC`; the time itself, where no calendar reaches so far. */
export function dateText(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** When it began, how long it took, and with what it ran. */
export function whenText({ at, tookMs, program }: Pick<Report, 'at' | 'tookMs' | 'program'>): string {
  const { version, node, platform } = program;
  const on = node === undefined ? '' : ` on Node.js ${node}${platform === undefined ? '' : ` (${platform})`}`;
  return `${dateText(at)}, ${durationText(tookMs)}, with tutorial-tui ${version}${on}`;
}
