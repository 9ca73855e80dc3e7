import {
  DEVICE_CODE_SECONDS,
  DeviceCodes,
  POLL_SECONDS,
} from '../../../../../services/identity/embedded/login/device-codes.ts';
import { LoginState } from '../../../../../services/identity/embedded/login/login-state.ts';
import { UserSessions } from '../../../../../services/identity/embedded/user-sessions.ts';

const SECOND = 1_000;
const client = { id: 'mcp-cli', access: 'public', flows: ['code'] } as const;
const request = {
  redirectUri: 'http://127.0.0.1/callback',
  state: undefined,
  mode: 'query',
  scopes: new Set<string>(),
  nonce: undefined,
  challenge: undefined,
  asksAnew: false,
} as const;
const aim = { for: 'code', request } as const;

/** A clock that goes when it is told to. */
function clock(): { now: () => number; pass: (seconds: number) => void } {
  let at = 1_000_000;
  return {
    now: () => at,
    pass: (seconds) => {
      at += seconds * SECOND;
    },
  };
}

describe('a device', () => {
  const asked = { clientId: 'mcp-device', scope: undefined, challenge: undefined };

  test('hears after its time that it is over, and later nothing of it', () => {
    const { now, pass } = clock();
    const devices = new DeviceCodes(now);
    const { deviceCode, userCode } = devices.start(asked);
    pass(DEVICE_CODE_SECONDS - 1);
    expect([devices.poll(deviceCode, 'mcp-device').is, devices.waiting(userCode)?.deviceCode]).toEqual([
      'pending',
      deviceCode,
    ]);
    pass(1);
    expect([devices.poll(deviceCode, 'mcp-device').is, devices.waiting(userCode)]).toEqual(['expired', undefined]);
    pass(DEVICE_CODE_SECONDS + 1);
    expect(devices.poll(deviceCode, 'mcp-device').is).toBe('unknown');
  });

  test('a poll that comes too soon neither puts off the next one nor makes it wait longer', () => {
    const { now, pass } = clock();
    const devices = new DeviceCodes(now);
    const { deviceCode } = devices.start(asked);
    const poll = () => devices.poll(deviceCode, 'mcp-device').is;
    expect(poll()).toBe('pending');
    pass(POLL_SECONDS - 1);
    expect(poll()).toBe('too soon');
    pass(1);
    expect(poll()).toBe('pending');
  });

  test('is one of so many at most: the oldest is forgotten', () => {
    const devices = new DeviceCodes();
    const first = devices.start(asked);
    for (let count = 0; count < 1_000; count++) devices.start(asked);
    expect([devices.poll(first.deviceCode, 'mcp-device').is, devices.waiting(first.userCode)]).toEqual([
      'unknown',
      undefined,
    ]);
  });
});

describe('a code', () => {
  const grant = { clientId: 'mcp-cli', sid: 'sid', request };

  test('is good for a minute, and once', () => {
    const { now, pass } = clock();
    const state = new LoginState(now);
    const codes = [state.issueCode(grant, 'uuid'), state.issueCode(grant, 'uuid')] as const;
    pass(59);
    expect([state.takeCode(codes[0]), state.takeCode(codes[0])]).toEqual([grant, undefined]);
    pass(2);
    expect(state.takeCode(codes[1])).toBeUndefined();
  });

  test('is one of so many at most', () => {
    const state = new LoginState();
    const first = state.issueCode(grant, 'uuid');
    for (let count = 0; count < 1_000; count++) state.issueCode(grant, 'uuid');
    expect(state.takeCode(first)).toBeUndefined();
  });
});

test('a login goes on in its own browser alone, for half an hour; there are so many at most', () => {
  const { now, pass } = clock();
  const state = new LoginState(now);
  const { tab } = state.begin({ browser: 'one', client, aim });
  expect([state.pending(tab, 'one')?.tab, state.pending(tab, 'other'), state.pending(null, 'one')]).toEqual([
    tab,
    undefined,
    undefined,
  ]);
  pass(30 * 60 + 1);
  expect(state.pending(tab, 'one')).toBeUndefined();
  const { tab: first } = state.begin({ browser: 'one', client, aim });
  for (let count = 0; count < 1_000; count++) state.begin({ browser: 'one', client, aim });
  expect(state.pending(first, 'one')).toBeUndefined();
});

test('a client leaves a session, which lasts as long as before', () => {
  const { now, pass } = clock();
  const sessions = new UserSessions(now);
  const sid = sessions.open(100 * SECOND, 7);
  pass(60);
  sessions.leave(sid, 'mcp-cli');
  expect([sessions.has(sid, 'mcp-cli'), sessions.has(sid, 'other'), sessions.authTime(sid)]).toEqual([false, true, 7]);
  sessions.join(sid, 'mcp-cli');
  expect(sessions.has(sid, 'mcp-cli')).toBe(true);
  pass(41);
  expect([sessions.isActive(sid), sessions.has(sid, 'mcp-cli')]).toEqual([false, false]);
});
