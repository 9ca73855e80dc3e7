import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { openTunnel } from './proxy.ts';

type Opened = (error: Error | null, socket?: Duplex) => void;
type Open = (
  options: { host?: string | null; port?: number | string | null; socket?: Duplex },
  opened: Opened,
) => Duplex | undefined;

/** Has an agent of node:https open each of its connections through a tunnel; TLS goes on within, and is nothing to the proxy. */
export function throughTunnels(agent: Agent, proxy: URL): Agent {
  const opening = agent as unknown as { createConnection: Open };
  const directly = opening.createConnection.bind(agent);
  opening.createConnection = (options, opened) => {
    const { host, port } = options;
    openTunnel(proxy, new URL(`https://${host?.includes(':') ? `[${host}]` : host}:${port}`)).then(
      (socket) =>
        opened(
          null,
          directly({ ...options, socket }, () => {}),
        ),
      opened,
    );
    return undefined;
  };
  return agent;
}
