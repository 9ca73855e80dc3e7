import type { StartOptions } from '../../../../services/lab/lab-options.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { INITIAL_STATE } from '../../../../src/lesson/state.ts';
import { breakIt } from '../../../../steps/break/index.ts';
import { useSloppyTool } from '../../../../steps/break/sloppy-tool.ts';
import { courseLab } from '../../../course-lab.ts';

const SLOPPY = { args: ['--skip-audience'] };

/** How the tool was started one after the other, in a step that ends early; and what the step ended with. */
async function startsOf(endsEarly: { call?: Error; start?: Error; token?: Error }, stop = new AbortController()) {
  const starts: (StartOptions | undefined)[] = [];
  const signals: AbortSignal[] = [];
  const lab = courseLab({
    prepare: async () => {},
    start: async (_, signal, __, options) => {
      starts.push(options);
      signals.push(signal);
      if (starts.length === 1 && endsEarly.start) throw endsEarly.start;
    },
    token: async () => {
      if (endsEarly.token) throw endsEarly.token;
      const claims = {};
      return {
        header: { alg: '' },
        claims,
        accessToken: new Secret('t'),
        refreshToken: undefined,
        expiresAt: 0,
        scope: '',
      };
    },
    stack: () => {
      stop.abort(endsEarly.call);
      throw endsEarly.call;
    },
  });
  const step = breakIt.steps.find(({ id }) => id === '2.14');
  const context = { lab, signal: stop.signal, watched: false, since: 0, state: () => INITIAL_STATE };
  const ended = await step?.run({ ...context, progress: () => {}, tell: () => {} }, {}).then(
    () => undefined,
    (error) => error,
  );
  return { starts, ended, lastSignal: signals.at(-1) };
}

test.each(['call', 'start', 'token'] as const)('the careful tool is back where the %s fails', async (what) => {
  const error = new Error('no');
  expect(await startsOf({ [what]: error })).toMatchObject({ starts: [SLOPPY, {}], ended: error });
});

test('it is back where the step is stopped: what starts it does not hear of that', async () => {
  const stop = new AbortController();
  const { lastSignal } = await startsOf({ call: new Error('stopped') }, stop);
  expect(stop.signal.aborted).toBe(true);
  expect(lastSignal?.aborted).toBe(false);
});

test('where the tool comes to stand elsewhere, the MCP server is told, which sends tokens to no other', async () => {
  const starts: unknown[] = [];
  let port = 10_000;
  const lab = courseLab({
    url: (part) => (part === 'tool' ? `http://localhost:${port}` : 'http://localhost:8000'),
    prepare: async () => {},
    start: async (part, _, __, options) => {
      starts.push([part, options]);
      if (part === 'tool' && starts.length === 1) port += 1;
    },
  });
  const ends: (() => Promise<void>)[] = [];
  const afterwards = (end: () => Promise<void>) => void ends.push(end);
  const signal = new AbortController().signal;
  await useSloppyTool(lab, { signal, progress: () => {}, watched: false, afterwards });
  await ends[0]?.();
  expect(starts).toEqual([
    ['tool', SLOPPY],
    ['mcp', { args: ['--allow-origin', 'http://localhost:10001'] }],
    ['tool', {}],
  ]);
});
