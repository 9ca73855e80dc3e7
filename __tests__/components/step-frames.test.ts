import type { Happening } from '../../src/lesson/events.ts';
import {
  AFTER_3A,
  AFTER_3B,
  AT,
  BEFORE_3A,
  callHops,
  done,
  fold,
  partReady,
  predicted,
  REFUSED,
  STARTED,
  viewOf,
} from './fixture.ts';
import { frameOf } from './harness.tsx';

function failed(step: '1a', failure: { message: string; why?: string; next?: string }): Happening[] {
  return [
    { type: 'step-started', step, purpose: 'prove' },
    {
      type: 'step-ended',
      step,
      status: 'failed',
      proved: '',
      tookMs: 1,
      failure: { kind: 'login-refused', ...failure },
    },
  ];
}

describe('a step', () => {
  test('done, tells how what it has no room for is opened, to the last word', () => {
    const { text } = frameOf(viewOf(AFTER_3B, { step: '1a' }, { columns: 80, rows: 60 }));
    expect(text.replaceAll(/\s*│\s*/g, ' ')).toContain('opens the token: what it says, claim by claim');
  });

  test('before it is run: text, question, commands; the key idea would give the answer away', () => {
    const { text } = frameOf(viewOf(BEFORE_3A, { step: '3a' }, { rows: 40 }));
    expect(text).toContain('Which part will say no?');
    expect(text).toContain('  1  the stack server');
    expect(text).toContain('By hand, in another terminal');
    expect(text).not.toContain('only the tool judges it');
    expect(text).not.toContain('Seen from outside');
  });

  test('that stands on what is not there names it, and the key that brings it up', () => {
    const { text } = frameOf(viewOf([STARTED], { step: '3b' }));
    expect(text).toContain('3b needs 1a to 2b first, which are not up. ⏎ sees to');
    expect(text).toContain('⏎ bring up');
    const skipped = frameOf(
      viewOf([STARTED, { type: 'step-ended', step: '1a', status: 'skipped', proved: '', tookMs: 0 }], { step: '1a' }),
    );
    expect(skipped.text).toContain('r run');
  });

  test('that is done, and stands on what was reset, says so', () => {
    const { text } = frameOf(viewOf([...AFTER_3B, { type: 'step-reset', step: '2b' }], { step: '3b' }));
    expect(text).toContain('3b stands on 2b, which was reset.');
    expect(text).toContain('✓ done');
  });

  test('without a prediction the key idea comes first', () => {
    const { rows } = frameOf(viewOf([STARTED, partReady('identity'), ...done('1a')], { step: '1b' }));
    expect(rows[2]).toContain('The tool trusts one issuer.');
  });

  test('while it runs: the hops that happened so far', () => {
    const events: Happening[] = [
      ...BEFORE_3A,
      { type: 'step-started', step: '3a', purpose: 'prove' },
      { type: 'call', step: '3a', traceId: REFUSED.trace },
      ...callHops(REFUSED, { reached: 2, answered: false }),
    ];
    const work = { kind: 'run', step: '3a', since: AT, cancelling: false } as const;
    const { text } = frameOf(viewOf(events, { step: '3a', work }));
    expect(text).toMatch(/you ─+▶ stack ─+▶ mcp ─+▶ tool/);
    expect(text).toContain('tools/call fetch(url)');
    expect(text).toContain('… no answer yet');
    expect(text).not.toContain('GET /');
    expect(text).toContain('esc cancel');
    expect(text).not.toContain('⏎');
  });

  test('a check that failed does not read as its opposite', () => {
    const check = { id: 'decision', title: 'The tool server refused the call', passed: false, saw: 'tool: 503' };
    const { text } = frameOf(
      viewOf([...BEFORE_3A, { type: 'check', step: '3a', check }], { step: '3a' }, { columns: 100 }),
    );
    expect(text).toContain('✗ Not so: The tool server refused the call; seen: tool: 503');
  });

  test('a call from before is not shown as the one that runs', () => {
    const events: Happening[] = [...AFTER_3B, { type: 'step-started', step: '3a', purpose: 'prove' }];
    const work = { kind: 'run', step: '3a', since: AT + 1_000, cancelling: false } as const;
    expect(frameOf(viewOf(events, { step: '3a', work })).text).not.toContain('401');
  });

  test('a call from before is no proof: where the next try failed, it is named as old', () => {
    const failure = { kind: 'part-unreachable', message: 'Nothing answers.' };
    const events: Happening[] = [
      ...AFTER_3B,
      { type: 'step-started', step: '3b', purpose: 'prove' },
      { type: 'step-ended', step: '3b', status: 'failed', proved: '', tookMs: 1, failure },
    ];
    const { text } = frameOf(viewOf(events, { step: '3b' }));
    expect(text).toContain('earlier call, 03:04:05 UTC: tool 200; it says nothing about now');
    expect(text).not.toContain('Hello, world!');
    expect(text).not.toContain('✓ the tool said yes');
  });

  test.each([
    [0, 'You said 1, the stack server'],
    [2, 'You said 3, the tool server: the key is not a token. That is right.'],
    [undefined, 'It is 3, the tool server'],
  ])('when it is done, a prediction of %s is answered', (chosen, words) => {
    const said = chosen === undefined ? [] : [predicted('3a', chosen)];
    const { text } = frameOf(viewOf([...AFTER_3A, ...said], { step: '3a' }, { rows: 60 }));
    expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(text).toContain('◀ ✗ 401');
    expect(text).toContain('✗ the tool said no: malformed jwt');
    expect(text).toContain('Every part passes the credential on; only the tool judges it.');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('Seen from outside');
  });

  test('what came of the prediction is on the first screen: below the evidence, or above where that leaves it no room', () => {
    const view = viewOf([...AFTER_3A, predicted('3a', 2)], { step: '3a' });
    const verdictAfter = (rowsOfTable: number) => {
      const rows = Array.from({ length: rowsOfTable }, () => ({ ok: true, cells: ['a row', 'of it'] }));
      const table = { kind: 'table' as const, title: 'Many', heads: ['what', 'came'], rows };
      const lesson = view.lesson.map((step) => (step.id === '3a' ? { ...step, exhibits: () => [table] } : step));
      const shown = frameOf({ ...view, lesson }).rows;
      const [verdict, evidence] = [/You said 3/, /a row +of it/].map((words) =>
        shown.findIndex((row) => words.test(row)),
      );
      expect(verdict).toBeGreaterThan(0);
      expect(evidence).toBeGreaterThan(0);
      return Number(verdict) > Number(evidence);
    };
    expect(verdictAfter(5)).toBe(true);
    expect(verdictAfter(30)).toBe(false);
  });

  test('where it failed: what, why, what next, what now, the log', () => {
    const events = [STARTED, ...failed('1a', { message: 'The login was refused.', why: 'A reason.', next: 'A way.' })];
    const { text } = frameOf(viewOf(events, { step: '1a' }, { columns: 120 }));
    for (const words of [
      '✗ failed  The login was refused.',
      'why   A reason.',
      'next  A way.',
      'r tries again',
      'log   /state/runs/1/events.ndjson',
    ])
      expect(text).toContain(words);
    expect(text).toContain('⏎ retry');
    expect(text).toContain('s skip');
  });

  test('findings: what is there in short, what is not with the click that repairs it', () => {
    const finding = { saw: 'aud names nobody', byHand: 'Client scopes › Mappers', repairable: true };
    const events: Happening[] = [
      STARTED,
      {
        type: 'findings',
        step: '1a',
        findings: [
          { id: 'realm', title: 'Realm demo', state: 'present', ...finding },
          { id: 'audience-mapper', title: 'Audience mapper', state: 'missing', ...finding },
        ],
      },
    ];
    const { text } = frameOf(viewOf(events, { step: '1a' }, { columns: 120 }));
    expect(text).toContain('✓ Realm demo');
    expect(text).toContain('✗ Audience mapper: missing: aud names nobody');
    expect(text).toContain('by hand  Client scopes › Mappers');
  });

  test('hints come rung by rung', () => {
    const { text } = frameOf(viewOf(BEFORE_3A, { step: '3a', hints: { '3a': 2 } }));
    expect(text).toContain('hint 1 of 3');
    expect(text).toContain('hint 2 of 3');
    expect(text).not.toContain('hint 3 of 3');
  });

  test('long work: a bar where its size is known, and the last line of what happens', () => {
    const events: Happening[] = [
      STARTED,
      { type: 'step-started', step: '1a', purpose: 'prove' },
      { type: 'progress', step: '1a', text: 'layer 3 of 7 · 120 of 240 MB', fraction: 0.5 },
    ];
    const work = { kind: 'run', step: '1a', since: Date.now() - 12_500, cancelling: false } as const;
    const { text } = frameOf(viewOf(events, { step: '1a', work }));
    expect(text).toMatch(/1a {2}layer 3 of 7 · 120 of 240 MB · 12 s/);
    expect(fold(events).steps[1]?.fraction).toBe(0.5);
  });
});
