import { bearerCredential, readAuthorization } from '../../../../services/part/reading/authorization.ts';
import { callCredential } from '../../../../services/part/reading/mcp-call.ts';
import { stackCredential } from '../../../../services/part/reading/stack-call.ts';
import { carriedWords, carrierOf } from '../../../../src/evidence/carried.ts';
import type { Hop } from '../../../../src/evidence/hop.ts';
import { requestSentence } from '../../../../src/presenters/exhibit-sentences.ts';
import { namesFor } from '../../../../src/report/formats/html/names.ts';
import { sequence } from '../../../../src/report/formats/html/sequence.ts';
import { mermaidDiagram } from '../../../../src/report/formats/mermaid.ts';
import { OF_EACH_SHAPE } from '../../../exhibits-of-doors.ts';

/** What brings a credential, and what does not, as each kind of server reads its requests. */
const bearer = (value?: string) =>
  bearerCredential(readAuthorization({ rawHeaders: value === undefined ? [] : ['Authorization', value] }));

test('who brings no credential is not said to carry one in what was not there', () => {
  for (const read of [bearer(), callCredential({}, undefined), stackCredential({})]) {
    expect(read.credential).toBe('');
    expect(carrierOf(read)).toBe('');
  }
});

test.each([
  ['Authorization: Bearer', bearer('Bearer the-key')],
  ['Authorization: Bearer', callCredential({ authorization: 'Bearer the-key' }, undefined)],
  ['_meta.api_key', callCredential({ authorization: 'Bearer another-key' }, 'the-key')],
  ['Authorization', bearer('Basic the-key')],
])('who brings one carries it in %s', (carrier, read) => {
  expect(read.credential).toBe('the-key');
  expect(carrierOf(read)).toBe(carrier);
});

test('what is there without a credential in it is told', () => {
  expect(carrierOf(callCredential({}, ''))).toBe('_meta.api_key');
  expect(carrierOf(bearer('Bearer'))).toBe('Authorization');
});

test('a call without a credential is told and drawn as that, and its carrier not at all', () => {
  const { call } = OF_EACH_SHAPE.call;
  const hops = call.hops.map((hop): Hop => ({ ...hop, ...callCredential({}, undefined), credential: NOTHING }));
  const [first] = hops;
  if (!first) throw new Error('Nobody visits.');
  expect(carriedWords(first)).toBe('no credential');
  expect(carriedWords({ ...first, carrier: 'a tray', credential: { text: 'a card', print: '' } })).toBe(
    'a card in a tray',
  );
  const named = { id: 'call', title: 'A visit', names: namesFor({ tokens: [] }), anchorOf: ({ id }: Hop) => id };
  const told = [
    requestSentence(first),
    mermaidDiagram({ way: call.way, hops }).join('\n'),
    sequence({ ...call, hops }, named).text,
  ];
  for (const text of told) {
    expect(text).toContain('no credential');
    expect(text).not.toMatch(/no credential in|none/);
  }
});

const NOTHING: Hop['credential'] = { text: '', print: '' };
