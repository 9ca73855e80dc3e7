import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Report } from '../../src/report/report.ts';

/** The schema of the JSON report, as it ships. */
export const REPORT_SCHEMA_FILE = JSON.parse(
  readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'),
);

const isReport = new Ajv2020({ strict: true }).compile(REPORT_SCHEMA_FILE);

/** The report in a text of JSON. Throws where it is none by the schema. */
export function reportIn(text: string): Report {
  const value: unknown = JSON.parse(text);
  if (!isReport(value)) throw new Error(JSON.stringify(isReport.errors));
  return value as Report;
}
