import { askersOf, type InsidePart } from './inside-parts.ts';
import { partLabels } from './workloads.ts';

/** Where every cluster's names are resolved. */
const DNS = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

/**
 * Who reaches whom: nobody anybody, but for what a part asks and is asked by. `kubectl port-forward` goes by the node, which no policy keeps out: it is
 * for those who may forward ports in the namespace.
 */
export function networkPolicies(parts: readonly InsidePart[]): readonly object[] {
  const nobody = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'nobody', labels: partLabels() },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
  return [nobody, ...parts.map((part) => policyOf(part, parts))];
}

function policyOf({ name, port, asks }: InsidePart, parts: readonly InsidePart[]) {
  const askers = askersOf(name, parts).map(peer);
  const asked = asks.map((other) => ({
    to: [peer(other)],
    ports: parts.filter((each) => each.name === other).map((each) => ({ protocol: 'TCP', port: each.port })),
  }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, labels: partLabels(name) },
    spec: {
      podSelector: { matchLabels: partLabels(name) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: askers.length > 0 ? [{ from: askers, ports: [{ protocol: 'TCP', port }] }] : [],
      // Who asks nobody needs no names.
      egress: asked.length > 0 ? [{ ports: DNS }, ...asked] : [],
    },
  };
}

function peer(name: string) {
  return { podSelector: { matchLabels: partLabels(name) } };
}
