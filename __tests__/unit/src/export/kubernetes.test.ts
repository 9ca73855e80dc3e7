import { loadAll } from 'js-yaml';
import { commonFiles } from '../../../../src/export/common-files.ts';
import { kubernetesFiles } from '../../../../src/export/kubernetes.ts';
import { labPlan } from '../../../../src/export/lab-plan.ts';
import { secretsOf } from '../../../../src/export/secrets.ts';
import { PLAN, SECRETS, textOf } from './lab.ts';

/** What is looked at of a manifest. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly ingress: readonly Rule[];
    readonly egress: readonly Rule[];
    readonly template: { readonly spec: { readonly containers: readonly [Container] } };
  };
}
interface Container {
  readonly image: string;
  readonly readinessProbe: object;
  readonly securityContext: { readonly readOnlyRootFilesystem?: boolean };
}
type Peer = { readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> } };
type Rule = Readonly<Partial<Record<'from' | 'to', readonly Peer[]>>> & { readonly ports?: readonly object[] };
const FILES = kubernetesFiles(PLAN);
const MANIFESTS = FILES.filter(({ path }) => path !== 'kustomization.yaml').flatMap(
  ({ content }) => loadAll(String(content)) as Manifest[],
);
const named = (kind: string, name: string) => {
  const found = MANIFESTS.find((each) => each.kind === kind && each.metadata.name === name);
  return found as Manifest;
};
const peersOf = (rules: readonly Rule[], where: 'from' | 'to') =>
  rules.flatMap((rule) => (rule[where] ?? []).map((peer) => peer.podSelector.matchLabels['app.kubernetes.io/name']));

test('the kustomization has every manifest, and makes the secret of the file that holds it', () => {
  const [kustomization] = loadAll(String(FILES[0]?.content)) as object[];
  expect(kustomization).toMatchObject({
    resources: FILES.slice(1).map(({ path }) => path),
    secretGenerator: [{ envs: ['.env'] }],
    configMapGenerator: [{ files: ['realm.json'] }],
  });
  for (const value of Object.values(SECRETS))
    expect(FILES.filter(({ content }) => String(content).includes(value))).toEqual([]);
});

test('the largest class there may be fits into a configuration map, which may have a mebibyte', () => {
  const plan = labPlan({ ...PLAN, learners: 999 });
  expect(textOf('realm.json', commonFiles(plan, secretsOf(plan, {}))).length).toBeLessThan(2 ** 20);
});

test('nobody reaches anybody, but who is named: the tool is reached by the MCP server alone', () => {
  expect(named('NetworkPolicy', 'nobody').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  const ways = ['identity', 'tool', 'mcp', 'stack', 'model'].map((part) => {
    const { ingress, egress } = named('NetworkPolicy', part).spec;
    return [part, peersOf(ingress, 'from'), peersOf(egress, 'to')];
  });
  expect(ways).toEqual([
    ['identity', ['tool'], []],
    ['tool', ['mcp'], ['identity']],
    ['mcp', ['stack'], ['tool']],
    ['stack', [], ['mcp', 'model']],
    ['model', ['stack'], []],
  ]);
});

test('each is kept to both directions and to single ports, and who is asked by nobody is reached by nobody', () => {
  const policies = MANIFESTS.filter(({ kind }) => kind === 'NetworkPolicy');
  for (const { spec } of policies) expect(spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
  const { ingress, egress } = named('NetworkPolicy', 'stack').spec;
  // A rule that names nobody would let everybody in.
  expect(ingress).toEqual([]);
  const names = [53, 53];
  const ports = egress.map((rule) => rule.ports?.map((each) => (each as { port: number }).port));
  expect(ports).toEqual([names, [8_000], [11_434]]);
});

test('the namespace lets nothing run that keeps to less', () => {
  expect(named('Namespace', 'tutorial-tui-lab').metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
});

test('every pod keeps to the strictest standard, and says what it needs and whether it serves', () => {
  const pods = MANIFESTS.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.template.spec);
  expect(pods).toHaveLength(5);
  for (const pod of pods) {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const [container] = pod.containers;
    expect(container).toMatchObject({
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      resources: { requests: { memory: expect.any(String) }, limits: { memory: expect.any(String) } },
      readinessProbe: expect.anything(),
      livenessProbe: expect.anything(),
    });
    if (container.image === PLAN.image) expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
  }
});

test('what answers without a success, or without an end, is asked from inside', () => {
  const probeOf = (part: string) => named('Deployment', part).spec.template.spec.containers[0].readinessProbe;
  for (const part of ['tool', 'mcp']) expect(probeOf(part)).toHaveProperty('exec');
  for (const part of ['identity', 'stack', 'model']) expect(probeOf(part)).toHaveProperty('httpGet.path');
});
