import type { InsidePart, Probe } from './inside-parts.ts';

/** How the parts' image is told to be a part, and how one asks from inside whether it serves. */

/**
 * The arguments of a part. DANGER: it listens on every address of its container, where whoever is in one of its networks reaches it; only there is that
 * right, and what is published of it is published on loopback.
 */
export function serveArguments({ name, port, args = [] }: InsidePart): readonly string[] {
  return ['serve', name, '--host', '0.0.0.0', '--port', String(port), ...args];
}

/** A probe as a command of the parts' image, which has no curl: for answers that are no success, and those that do not end. */
export function probeCommand({ path, port, status }: Probe): readonly string[] {
  const asked = `fetch('http://127.0.0.1:${port}${path}')`;
  return ['node', '-e', `${asked}.then((a)=>process.exit(a.status===${status}?0:1),()=>process.exit(1))`];
}

/** … of Keycloak's image, which has bash. */
export function keycloakProbeCommand({ path, port }: Probe): readonly string[] {
  const asked = `exec 3<>/dev/tcp/127.0.0.1/${port}; printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3; read -r line <&3`;
  return ['bash', '-c', `${asked}; [[ "$line" == *" 200 "* ]]`];
}
