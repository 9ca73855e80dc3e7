import { hostNamed, isLoopback } from './loopback.ts';

/** This machine as containers on it call it. */
const FROM_CONTAINERS = /^host\.(?:docker|containers|lima|minikube|orb)\.internal$/i;

/** Whether a Host header names this machine, as clients on it and in containers on it call it. */
export function isLocalHost(header: string): boolean {
  const host = hostNamed(header);
  return host !== undefined && (isLoopback(host) || FROM_CONTAINERS.test(host));
}

/** Whether an Origin header is that of a page which this machine serves. */
export function isLocalOrigin(header: string): boolean {
  const host = /^https?:\/\/(.*)$/i.exec(header)?.[1];
  return host !== undefined && isLocalHost(host);
}
