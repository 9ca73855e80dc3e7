import type { VerifiedRow, VerifyDocument } from '../verify/document.ts';
import { REPORT_SCHEMA, type Report, type ReportEntry, type Tone } from './report.ts';

/** How a verdict is called, and whether it is as it should be. */
const VERDICTS: Readonly<Record<VerifiedRow['verdict'], { readonly words: string; readonly tone: Tone }>> = {
  passed: { words: 'passed', tone: 'good' },
  failed: { words: 'failed', tone: 'bad' },
  'wrongly-accepted': { words: 'WRONGLY ACCEPTED', tone: 'bad' },
  'not-tried': { words: 'not tried', tone: 'open' },
  'not-seen': { words: 'not seen', tone: 'open' },
};

/** What a row wants, in words. */
const WANTED: Readonly<Record<VerifiedRow['wants'], string>> = {
  passes: 'It has to pass',
  refused: 'It has to be refused',
  holds: 'It has to hold',
};

/** The report of a verification, of the document that `verify --json` writes. */
export function reportOfVerification(verification: VerifyDocument): Report {
  const { version, at, tookMs, outcome, exitCode, issuer, doors, rows, failure, left } = verification;
  return {
    schema: REPORT_SCHEMA,
    of: 'verification',
    title: 'Verification of a deployment',
    headline: headlineOf(verification),
    tone: outcome === 'proved' ? 'good' : 'bad',
    standing: 'ended',
    outcome,
    exitCode,
    ...(failure && { failure }),
    notes: left,
    program: { version },
    at,
    tookMs,
    ...(issuer !== '' && { issuer }),
    groups: doors.map(({ id, url, is }) => ({
      id,
      title: `The ${id} server`,
      url,
      ...(is !== undefined && { is }),
      entries: rows.filter(({ door }) => door === id).map(entryOf),
    })),
    parts: [],
    tokens: [],
    predictions: [],
  };
}

function headlineOf({ rows, failure }: VerifyDocument): string {
  const counts = Object.entries(VERDICTS)
    .map(([verdict, { words }]) => [words, rows.filter((row) => row.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([words, count]) => `${count} ${words}`);
  const told = rows.length === 0 ? 'Nothing was asked' : `${rows.length} rows: ${counts.join(', ')}`;
  return failure ? `It did not come to its end. ${told}` : told;
}

function entryOf(row: VerifiedRow): ReportEntry {
  const { id, title, verdict, wants, status, said, by, door, why, next, rule, legs } = row;
  const { words, tone } = VERDICTS[verdict];
  const saw = [status, by && by !== door && `by ${by}`, said].filter(Boolean).join(' ');
  return {
    id,
    title,
    status: verdict,
    tone,
    words,
    keyIdea: WANTED[wants],
    saw: saw || (why ?? ''),
    ...(legs[0] && { tookMs: legs[0].tookMs }),
    rule: /^\d/.test(rule.section) ? `${rule.of}, section ${rule.section}` : `${rule.of}, ${rule.section}`,
    checks: [],
    ...(tone !== 'good' && {
      failure: {
        kind: verdict,
        message: verdict === 'wrongly-accepted' ? `${title}: ${WANTED[wants]}, and it was taken` : `${title}: ${words}`,
        ...(why !== undefined && { why }),
        ...(next !== undefined && { next }),
      },
    }),
    exhibits: [],
  };
}
