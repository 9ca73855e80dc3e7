import { readLsof, readNetstat } from '../../../../services/machine/port-holders/listener.ts';

/** As lsof(8) prints it with -F pcn: a letter a line, of which a process's stand before its sockets'. */
const LSOF =
  'p411\ncControlCe\nf9\nn*:5000\nf10\nn*:8080\np4711\ncnode\nf21\nn127.0.0.1:8080\nf22\nn[::1]:8080\nf23\nn127.0.0.1:18080\n';

test('lsof', () => {
  expect(readLsof(LSOF, [8080])).toEqual([
    { port: 8080, address: 'all addresses', pid: 411, name: 'ControlCe' },
    { port: 8080, address: '127.0.0.1', pid: 4711, name: 'node' },
    { port: 8080, address: '::1', pid: 4711, name: 'node' },
  ]);
  expect(readLsof('', [8080])).toEqual([]);
});

/** As Windows prints it, in German: the words are others, and the columns are the same. */
const NETSTAT = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:8080           0.0.0.0:0              ABHÖREN          4711
  TCP    127.0.0.1:8080         127.0.0.1:51000        HERGESTELLT      4712
  TCP    [::1]:8080             [::]:0                 ABHÖREN          4713
  TCP    127.0.0.1:18080        0.0.0.0:0              ABHÖREN          4714
  UDP    0.0.0.0:8080           *:*                                     4715
`;

test('netstat', () => {
  expect(readNetstat(NETSTAT, [8080])).toEqual([
    { port: 8080, address: '0.0.0.0', pid: 4711 },
    { port: 8080, address: '::1', pid: 4713 },
  ]);
  expect(readNetstat('nonsense', [8080])).toEqual([]);
});
