import { mermaidDiagram } from '../../../../../src/report/formats/mermaid.ts';
import { OF_EACH_SHAPE } from '../../../../exhibits-of-doors.ts';

const { call } = OF_EACH_SHAPE.call;
const [first, second] = call.hops;
if (!first || !second) throw new Error('Nobody visits.');

test('whoever asks is answered by the one that was asked, after that has its own answer', () => {
  expect(mermaidDiagram(call)).toEqual([
    '```mermaid',
    'sequenceDiagram',
    '    participant p1 as you',
    '    participant p2 as porter',
    '    participant p3 as butler',
    '    p1->>p2: knock twice<br/>a visiting card in a tray',
    '    p2->>p3: knock twice<br/>a visiting card in a tray',
    '    p3-->>p2: ✓ bows deeply',
    '    p2-->>p1: ✓ nods',
    '```',
  ]);
});

test('whom nobody saw asked stands there as not seen, and no arrow leads to them', () => {
  const diagram = mermaidDiagram({ ...call, hops: [first] });
  expect(diagram).toContain('    Note over p3: not seen');
  expect(diagram.join()).not.toContain('>>p3');
});

test('what would end a line, a text or the block is an entity of Mermaid', () => {
  const hostile = { ...second, request: 'a;b#c%%d```e\nf<g>', from: 'you', to: 'x: y' };
  const diagram = mermaidDiagram({ way: [], hops: [hostile] });
  expect(diagram).toContain('    participant p2 as x#58; y');
  expect(diagram.find((line) => line.includes('->>'))).toBe(
    '    p1->>p2: a#59;b#35;c#37;#37;d#96;#96;#96;e f#60;g#62;<br/>a visiting card in a tray',
  );
});

test('a text at an arrow is short: the table below has all of it', () => {
  const [line = ''] = mermaidDiagram({ way: [], hops: [{ ...second, request: 'x'.repeat(500) }] }).filter((each) =>
    each.includes('->>'),
  );
  expect(line).toContain(`: ${'x'.repeat(79)}…<br/>`);
});

test('a yes that had to be a no is marked as wrongly accepted, and no other answer is', () => {
  const diagram = mermaidDiagram({ ...call, wronglyAccepted: [second.id] });
  expect(diagram).toContain('    p3-->>p2: ✗ bows deeply, wrongly accepted');
  expect(diagram).toContain('    p2-->>p1: ✓ nods');
});
