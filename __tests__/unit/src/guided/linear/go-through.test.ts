import type { Hop } from '../../../../../src/evidence/hop.ts';
import type { Guide } from '../../../../../src/guided/guide.ts';
import { goThrough } from '../../../../../src/guided/linear/go-through.ts';
import type { Prompt } from '../../../../../src/guided/linear/prompt.ts';
import type { SessionState } from '../../../../../src/lesson/state.ts';
import { AFTER_3B, ANSWERED, viewOf } from '../../../../components/fixture.ts';

/** What is said of the call of step 3b, when its hops are these. */
async function said(change: (hops: readonly Hop[]) => readonly Hop[]): Promise<string> {
  const view = viewOf(AFTER_3B, { step: '3b' });
  const session: SessionState = { ...view.session, hops: change(view.session.hops) };
  const lines: string[] = [];
  await goThrough({
    guide: { view: { ...view, session } } as Guide,
    prompt: { ask: async () => '' } as unknown as Prompt,
    say: (more) => void lines.push(...more),
  });
  return lines.join('\n');
}

test('a hop that no trace joins is said to be put together, and of one that a trace joins nothing is said', async () => {
  expect(await said((hops) => hops)).not.toContain('put together');
  const withoutTrace = await said((hops) =>
    hops.map((hop) =>
      hop.traceId === ANSWERED.trace && hop.to === 'tool' ? { ...hop, traceId: 'c'.repeat(32) } : hop,
    ),
  );
  expect(withoutTrace.match(/This hop is put together by its print\./g)).toHaveLength(1);
});

test('whom nobody saw asked is said at the end', async () => {
  expect(await said((hops) => hops)).not.toContain('Not seen');
  const cut = await said((hops) => hops.filter(({ to, traceId }) => to !== 'tool' || traceId !== ANSWERED.trace));
  expect(cut).toMatch(/What came back: .*\nNot seen: tool\.$/);
});
