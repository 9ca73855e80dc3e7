import type { Hop } from '../../../../src/evidence/hop.ts';
import { crossingsOf } from '../../../../src/lesson/crossings.ts';

const WAY = ['you', 'gate', 'guard', 'cellar'];

function hop(to: string, answered = true, id = to): Hop {
  const request = { method: 'GET', url: 'http://door/', headers: {} };
  return {
    id,
    from: 'somebody',
    to,
    seenBy: 'receiver',
    at: 0,
    request: 'GET /',
    carrier: 'a ring',
    credential: { text: 'a key', print: '0'.repeat(12) },
    ...(answered && { answer: { status: '200', ok: true, text: '', tookMs: 1 } }),
    exchange: { request },
  };
}

function told(hops: readonly Hop[], way = WAY): string[] {
  return crossingsOf({ way, hops }).map(({ hop: { id }, brings }) => `${id} ${brings}`);
}

test('each party is asked before the one before it answers', () => {
  expect(told([hop('gate'), hop('guard'), hop('cellar')])).toEqual([
    'gate request',
    'guard request',
    'cellar request',
    'cellar answer',
    'guard answer',
    'gate answer',
  ]);
});

test('what was not answered, not reached or not told of has no crossing', () => {
  expect(told([])).toEqual([]);
  expect(told([hop('gate', false), hop('guard', false)])).toEqual(['gate request', 'guard request']);
  expect(told([hop('gate'), hop('cellar')])).toEqual([
    'gate request',
    'cellar request',
    'cellar answer',
    'gate answer',
  ]);
});

test('of several tries at a party, the last one is what went on', () => {
  expect(told([hop('gate'), hop('guard', true, 'first'), hop('guard', true, 'second'), hop('cellar')])).toEqual([
    'gate request',
    'first request',
    'first answer',
    'second request',
    'cellar request',
    'cellar answer',
    'second answer',
    'gate answer',
  ]);
});

test('who is asked on the way has answered before the call goes on', () => {
  const way = ['you', 'gate', 'archive', 'gate', 'cellar'];
  expect(told([hop('gate'), hop('archive'), hop('cellar')], way)).toEqual([
    'gate request',
    'archive request',
    'archive answer',
    'cellar request',
    'cellar answer',
    'gate answer',
  ]);
});
