import { VERSION } from '../version.ts';
import { FILES } from './common-files.ts';
import { type ExportFile, yamlFile } from './export-file.ts';
import { insideParts } from './inside-parts.ts';
import type { LabPlan } from './lab-plan.ts';
import { networkPolicies } from './network-policies.ts';
import { deployment, partLabels, REALM_MAP, SECRETS, service } from './workloads.ts';

/** The namespace that all of it is in, and that it goes with. */
export const NAMESPACE = 'tutorial-tui-lab';

const COMMENT = `The lab of tutorial-tui ${VERSION}, written by: tutorial-tui export kubernetes`;

/** The lab as manifests and a kustomization, which makes the secret and the realm's configuration map of the files beside it. Pure. */
export function kubernetesFiles(plan: LabPlan): readonly ExportFile[] {
  const parts = insideParts(plan);
  const resources = {
    'namespace.yaml': [namespace()],
    'network-policies.yaml': networkPolicies(parts),
    ...Object.fromEntries(parts.map((part) => [`${part.name}.yaml`, [deployment(part, plan), service(part)]])),
  };
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: NAMESPACE,
    resources: Object.keys(resources),
    configMapGenerator: [{ name: REALM_MAP, files: [FILES.realm] }],
    secretGenerator: [{ name: SECRETS, envs: [FILES.variables] }],
  };
  const words = `${COMMENT}
Start it: kubectl apply --server-side -k .      End it, with all that it holds: kubectl delete -k .
The secret is made of ${FILES.variables} when it is applied, and stands in no manifest.`;
  return [
    yamlFile('kustomization.yaml', words, kustomization),
    ...Object.entries(resources).map(([path, documents]) => yamlFile(path, COMMENT, ...documents)),
  ];
}

/** Whatever runs in it keeps to the strictest of Kubernetes' own standards for pods. */
function namespace() {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: NAMESPACE,
      labels: { ...partLabels(), 'pod-security.kubernetes.io/enforce': 'restricted' },
    },
  };
}
