/** Where people have no engine, there is no socket of it. */
export const NO_SOCKET = 'there is no such socket';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: NO_SOCKET,
  ENOTDIR: NO_SOCKET,
  ECONNREFUSED: 'nothing listens there: the engine is not running',
  EACCES: 'this user may not open it (is it in the group docker?)',
  EPERM: 'this user may not open it',
  ENOTSOCK: 'it is no socket',
  ECONNRESET: 'it broke the connection off',
  EPIPE: 'it broke the connection off',
  HPE_INVALID_CONSTANT: 'answers, but not in HTTP',
  EPROTO: 'the TLS handshake failed',
};

/** Why an engine could not be asked, in a few words. */
export function unreachableReason(error: unknown, patienceMs: number): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError') return `did not answer within ${patienceMs / 1000} s`;
  return REASONS[code ?? ''] ?? (message || String(error));
}
