import { carriedWords } from '../../evidence/carried.ts';
import { printableLine } from '../../evidence/printable.ts';
import { answerIn, type Call, unseenParties } from '../../lesson/call.ts';
import { crossingsOf } from '../../lesson/crossings.ts';

/** Characters of a text at an arrow; the table below the diagram has all of it. */
const LONGEST = 80;
/** What means nothing to Mermaid, wherever it stands in a text. Whatever else, it takes as an entity: `#59;`. */
const PLAIN = /[^\p{L}\p{N} .,/()=?_'…✓✗·[\]-]/gu;

/** A call as a Mermaid sequence diagram in a code block: who asks whom, what carries the credential, what is answered, and whom nobody saw asked. */
export function mermaidDiagram(call: Pick<Call, 'way' | 'hops' | 'wronglyAccepted'>): string[] {
  const parties = [...new Set([...call.way, ...call.hops.flatMap(({ from, to }) => [from, to])])];
  const nameOf = (party: string) => `p${parties.indexOf(party) + 1}`;
  return [
    '```mermaid',
    'sequenceDiagram',
    ...parties.map((party) => `    participant ${nameOf(party)} as ${mermaidText(party)}`),
    ...crossingsOf(call).map(({ hop, brings }) => {
      const { from, to, request } = hop;
      const answer = answerIn(call, hop);
      if (brings === 'answer')
        return `    ${nameOf(to)}-->>${nameOf(from)}: ${mermaidText(`${answer?.ok ? '✓' : '✗'} ${answer?.status ?? ''}`)}`;
      return `    ${nameOf(from)}->>${nameOf(to)}: ${mermaidText(request)}<br/>${mermaidText(carriedWords(hop))}`;
    }),
    ...unseenParties(call).map((party) => `    Note over ${nameOf(party)}: not seen`),
    '```',
  ];
}

/** Text from outside as text, on one line. */
function mermaidText(text: string): string {
  const line = printableLine(text).trim();
  const short = line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
  return short.replaceAll(PLAIN, (character) => `#${character.codePointAt(0)};`);
}
