import type { Finding } from '../../../../../src/evidence/finding.ts';
import { findingsLines } from '../../../../../src/screen/exhibits/findings.ts';

function found(id: string, state: Finding['state'], saw: string): Finding {
  return { id, title: `The ${id}`, state, saw, repairable: true, byHand: `Mend the ${id}.` };
}

const FINDINGS = [
  found('door', 'present', 'it is there'),
  found('lock', 'different', 'it is rusty'),
  found('cellar', 'unknown', 'it is dark'),
  found('key', 'missing', ''),
  found('attic', 'unknown', 'it is dark'),
  found('garden', 'unknown', 'there is fog'),
];

test('what is amiss is told with its repair; what cannot be seen, once for each reason', () => {
  const lines = findingsLines({ kind: 'findings', title: 'The house', findings: FINDINGS }, { width: 80 });
  expect(lines.map((line) => line.map(({ text }) => text).join(''))).toEqual([
    '✓ The door',
    '✗ The lock: different: it is rusty',
    '  by hand  Mend the lock.',
    '✗ The key: missing',
    '  by hand  Mend the key.',
    '? cannot be seen, it is dark: The cellar · The attic',
    '? cannot be seen, there is fog: The garden',
  ]);
});
