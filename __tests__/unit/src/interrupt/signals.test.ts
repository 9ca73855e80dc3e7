import { hearInterrupts, listenToSignals } from '../../../../src/interrupt/signals.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK', 'SIGUSR1'] as const;

let interrupt: AbortController;
let asked: number;
beforeEach(() => {
  // A worker of Jest has a channel to its parent as a part has, which leaves Ctrl-C to the process that started it.
  Object.defineProperty(process, 'connected', { value: false, configurable: true });
  interrupt = new AbortController();
  asked = 0;
  listenToSignals(interrupt, () => {
    asked += 1;
  });
});
afterEach(() => {
  for (const signal of SIGNALS) process.removeAllListeners(signal);
});

test.each(['SIGINT', 'SIGTERM', 'SIGBREAK'] as const)(
  'the first %s asks for the end, each further one again',
  (signal) => {
    process.emit(signal);
    expect([interrupt.signal.aborted, asked]).toEqual([true, 0]);
    process.emit(signal);
    process.emit('SIGTERM');
    expect(asked).toBe(2);
  },
);

test('a window that is closed hangs up more than once, and is not impatient', () => {
  process.emit('SIGHUP');
  process.emit('SIGHUP');
  expect([interrupt.signal.aborted, asked]).toEqual([true, 0]);
});

test('while somebody else hears Ctrl-C it is theirs, afterwards it is the program’s again; no other signal is', () => {
  let heard = 0;
  const handBack = hearInterrupts(() => {
    heard += 1;
  });
  process.emit('SIGINT');
  process.emit('SIGINT');
  expect([heard, interrupt.signal.aborted]).toEqual([2, false]);
  process.emit('SIGTERM');
  expect(interrupt.signal.aborted).toBe(true);
  handBack();
  process.emit('SIGINT');
  expect([heard, asked]).toEqual([2, 1]);
});

test('who hands Ctrl-C back takes it from nobody who hears it by then', () => {
  let heard = 0;
  const first = hearInterrupts(() => {});
  const second = hearInterrupts(() => {
    heard += 1;
  });
  first();
  process.emit('SIGINT');
  second();
  expect([heard, interrupt.signal.aborted]).toEqual([1, false]);
});
