import { isLoopback } from '../../services/wire/loopback.ts';

/** A run that goes on, as far as it decides about labs. */
export interface GoingRun {
  readonly name: string;
  /** The servers of others that it was given, by their origins. */
  readonly servers: readonly string[];
  /** The URLs of the parts of its lab, where that is one that can be ended. */
  readonly lab: readonly string[] | undefined;
}

/**
 * Which labs are in use, and by which runs: by one that is not itself ended, a lab among them that stays since it is in use. A lab is not used by way of a
 * server that it was only given itself.
 */
export function labsInUse(runs: readonly GoingRun[]): ReadonlyMap<string, readonly string[]> {
  const own = new Map(runs.map(({ name, servers, lab = [] }) => [name, lessThose(lab, servers)]));
  const usersOf = ({ name }: GoingRun, staying: ReadonlySet<string>) =>
    runs
      .filter((run) => run.name !== name && staying.has(run.name))
      .filter(({ servers }) => servers.some((server) => own.get(name)?.has(placeOf(server))))
      .map((run) => run.name);
  const staying = new Set(runs.filter(({ lab }) => !lab).map(({ name }) => name));
  // A lab that is found to stay may use another one.
  for (;;) {
    const more = runs.filter((run) => !staying.has(run.name) && usersOf(run, staying).length > 0);
    if (more.length === 0) break;
    for (const { name } of more) staying.add(name);
  }
  const used = runs.filter(({ lab }) => lab).map((run) => [run.name, usersOf(run, staying)] as const);
  return new Map(used.filter(([, users]) => users.length > 0));
}

function lessThose(urls: readonly string[], others: readonly string[]): ReadonlySet<string> {
  const given = new Set(others.map(placeOf));
  return new Set(urls.map(placeOf).filter((place) => !given.has(place)));
}

/** Where a server is: every name of loopback is this machine. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname, port } = new URL(url);
  return `${isLoopback(hostname) ? 'localhost' : hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}
