import { printableJson } from '../../evidence/printable.ts';
import type { Report } from '../report.ts';

/** The report as one JSON document. */
export function jsonReport(report: Report): string {
  return `${printableJson(report)}\n`;
}
