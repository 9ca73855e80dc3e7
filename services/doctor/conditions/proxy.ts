import { NoAnswer } from '../../wire/no-answer.ts';
import { isExcepted, proxyFor } from '../../wire/proxy-variables.ts';
import type { Around } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** Each in both cases; of the two, the lower one is read first. */
const NAMES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);
/** Hosts of no machine (RFC 6761, section 6.4): what is asked elsewhere goes as they would. */
const ELSEWHERE = [new URL('http://host.invalid'), new URL('https://host.invalid')];
const HERE = [new URL('http://localhost'), new URL('http://127.0.0.1')];

/** The proxy that the usual variables name. The program never asks it for this machine; other programs do. */
export const proxyCondition: ConditionRow<Pick<Around, 'env'>> = {
  id: 'proxy',
  title: 'Proxy',
  about:
    'What `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in both cases, without names and passwords in them; and whether they except this machine. The program asks no proxy for loopback, but `curl` and others do.',
  wayOut:
    'Except this machine: `NO_PROXY=localhost,127.0.0.1,::1`, in lower case, too. Name a proxy for HTTP: `HTTPS_PROXY=http://proxy:3128`.',
  neededBy: 'reader',
  look: async ({ env }) => [judged(env)],
};

function judged(env: NodeJS.ProcessEnv): Seen {
  const details = NAMES.filter((name) => env[name]).map((name) => `${name}=${shownValue(name, env[name] ?? '')}`);
  if (details.length === 0) return { state: 'ok', saw: 'no proxy variable is set' };
  const forHttp = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'].filter((name) => env[name]);
  const faults = [...brokenOnes(env), ...sentHere(forHttp, env)];
  if (faults.length > 0)
    return {
      state: 'warning',
      saw: faults.map(({ saw }) => saw).join('; '),
      details,
      next: [...new Set(faults.map(({ next }) => next))].join(' '),
    };
  if (forHttp.length === 0 && !env.https_proxy && !env.HTTPS_PROXY)
    return { state: 'ok', saw: 'no proxy is named', details };
  return { state: 'ok', saw: 'what goes elsewhere goes by it; this machine is excepted', details };
}

interface Fault {
  readonly saw: string;
  readonly next: string;
}

/** Those by which nothing could be asked elsewhere. */
function brokenOnes(env: NodeJS.ProcessEnv): readonly Fault[] {
  const said = ELSEWHERE.flatMap((url) => {
    try {
      proxyFor(url, env);
      return [];
    } catch (error) {
      if (error instanceof NoAnswer) return [error.message];
      throw error;
    }
  });
  return [...new Set(said)].map((saw) => ({ saw, next: 'Name a proxy for HTTP, or unset it.' }));
}

/** Those that others than this program would ask for this machine. */
function sentHere(forHttp: readonly string[], env: NodeJS.ProcessEnv): readonly Fault[] {
  const exceptions = env.no_proxy || env.NO_PROXY || '';
  if (forHttp.length === 0 || HERE.every((url) => isExcepted(url, exceptions))) return [];
  return [
    {
      saw: `${forHttp.join(' and ')} ${forHttp.length === 1 ? 'counts' : 'count'} for this machine, too`,
      next: 'curl and others would send what is for localhost to the proxy, passwords and all: NO_PROXY=localhost,127.0.0.1,::1, also as no_proxy.',
    },
  ];
}

/** Without a name and a password; nothing of what is no address, for it may hold either. */
function shownValue(name: string, value: string): string {
  if (/^no_proxy$/i.test(name)) return value.replaceAll(/[^\s,]*@/g, '***@');
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) return '(no address)';
  const url = new URL(text);
  const login = url.username || url.password ? '***@' : '';
  return `${url.protocol}//${login}${url.host}`;
}
