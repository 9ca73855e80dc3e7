import { addressText, type EngineAddress, parseEngineAddress } from './address.ts';
import { contextEndpoint, dockerFolder } from './docker-context.ts';
import type { Surroundings } from './surroundings.ts';

/** One place where an engine may answer. */
export interface Candidate {
  /** Who named it: `DOCKER_HOST`, `context colima`, `Docker Desktop` … */
  readonly source: string;
  readonly where: string;
  readonly address?: EngineAddress;
  /** Why it cannot even be asked. */
  readonly problem?: string;
  /** Whether the user named it, here or in a configuration; else it is where such engines usually are. */
  readonly named: boolean;
  /** Whether the user named it for this very run, so that no other may be taken instead. */
  readonly decides: boolean;
}

/** Every place to look at, in the order in which the first that answers is taken. */
export function engineCandidates(surroundings: Surroundings): Candidate[] {
  return unique([...named(surroundings), ...knownSockets(surroundings)]);
}

function named(surroundings: Surroundings): Candidate[] {
  const { env } = surroundings;
  const found: Candidate[] = [];
  if (env.DOCKER_HOST) {
    const certificates = env.DOCKER_TLS_VERIFY ? (env.DOCKER_CERT_PATH ?? dockerFolder(surroundings)) : undefined;
    found.push(candidate('DOCKER_HOST', env.DOCKER_HOST, true, certificates));
  }
  const context = contextEndpoint(surroundings);
  if (context) {
    const decides = context.from === 'DOCKER_CONTEXT' && !env.DOCKER_HOST;
    const source = `context ${context.name} (${context.from})`;
    if ('problem' in context)
      found.push({ source, where: context.name, problem: context.problem, named: true, decides });
    else found.push(candidate(source, context.host, decides, context.certificates));
  }
  if (env.CONTAINER_HOST) found.push(candidate('CONTAINER_HOST', env.CONTAINER_HOST, false));
  return found;
}

function candidate(source: string, text: string, decides: boolean, certificates?: string): Candidate {
  const parsed = parseEngineAddress(text, certificates);
  return 'address' in parsed
    ? { source, where: addressText(parsed.address), address: parsed.address, named: true, decides }
    : { source, where: withoutPassword(text), problem: parsed.problem, named: true, decides };
}

/** An address that is no use, as somebody wrote it, but for a password: it is told of on screens and in records. */
function withoutPassword(text: string): string {
  return text.replace(/^((?:[\w+.-]+:\/\/)?)(.*)@/s, (_, scheme: string, login: string) => {
    const [user, ...password] = login.split(':');
    return `${scheme}${user}${password.length > 0 ? ':***' : ''}@`;
  });
}

/** Where the engines that people have put their sockets. */
function knownSockets({ env, platform, homedir, uid }: Surroundings): Candidate[] {
  const runtime = env.XDG_RUNTIME_DIR ?? (uid === undefined ? undefined : `/run/user/${uid}`);
  const colima = env.COLIMA_HOME ?? `${homedir}/.colima`;
  const machine = `${homedir}/.local/share/containers/podman/machine`;
  const places: [source: string, platforms: readonly NodeJS.Platform[], path: string | undefined][] = [
    ['Docker', ['linux', 'darwin'], '/var/run/docker.sock'],
    ['Docker, rootless', ['linux'], runtime && `${runtime}/docker.sock`],
    ['Docker Desktop', ['linux', 'darwin'], `${homedir}/.docker/run/docker.sock`],
    ['Docker Desktop', ['linux'], `${homedir}/.docker/desktop/docker.sock`],
    ['Colima', ['linux', 'darwin'], `${colima}/default/docker.sock`],
    ['Colima', ['linux', 'darwin'], `${homedir}/.config/colima/default/docker.sock`],
    ['OrbStack', ['darwin'], `${homedir}/.orbstack/run/docker.sock`],
    ['Rancher Desktop', ['linux', 'darwin'], `${homedir}/.rd/docker.sock`],
    ['Podman, rootless', ['linux'], runtime && `${runtime}/podman/podman.sock`],
    ['Podman', ['linux'], '/run/podman/podman.sock'],
    [
      'Podman machine',
      ['darwin'],
      env.TMPDIR && `${env.TMPDIR.replace(/\/$/, '')}/podman/podman-machine-default-api.sock`,
    ],
    ['Podman machine', ['darwin'], `${machine}/podman.sock`],
    ['Podman machine', ['darwin'], `${machine}/qemu/podman.sock`],
    ['Docker Desktop', ['win32'], '//./pipe/docker_engine'],
    ['Docker Desktop', ['win32'], '//./pipe/dockerDesktopLinuxEngine'],
    ['Podman machine', ['win32'], '//./pipe/podman-machine-default'],
  ];
  return places.flatMap(([source, platforms, path]) => {
    if (!path || !platforms.includes(platform)) return [];
    const address: EngineAddress = { kind: 'socket', path };
    return [{ source, where: addressText(address), address, named: false, decides: false }];
  });
}

function unique(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ where }, index) => candidates.findIndex((other) => other.where === where) === index);
}
