import { FILES } from './common-files.ts';
import type { InsidePart, Probe } from './inside-parts.ts';
import { DATA_FOLDER, IMPORT_FOLDER, KEYCLOAK_ADMIN, KEYCLOAK_COMMAND, keycloakSettings } from './keycloak-settings.ts';
import type { LabPlan } from './lab-plan.ts';
import { probeCommand, serveArguments } from './serve-command.ts';

/** The secret with all passwords, as the kustomization makes it. */
export const SECRETS = 'lab-secrets';
/** … and the configuration map with the realm. */
export const REALM_MAP = 'lab-realm';

/** The user of both images: `node` in ours, Keycloak's own in the other. */
const USER = 1000;

/** Labels of what belongs to the lab, and to one part of it, where one is named. */
export function partLabels(part?: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/part-of': 'tutorial-tui', ...(part !== undefined && { 'app.kubernetes.io/name': part }) };
}

/** A part as a deployment of one pod. */
export function deployment(part: InsidePart, plan: LabPlan) {
  const { name } = part;
  const labels = partLabels(name);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 1,
      // What it keeps, it keeps in memory: two of it would know different things.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: pod(part, plan) },
    },
  };
}

/** The name by which the others find it. */
export function service({ name, port }: InsidePart) {
  const labels = partLabels(name);
  const ports = [{ name: 'http', port, targetPort: port }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels },
    spec: { selector: labels, ports },
  };
}

function pod(part: InsidePart, plan: LabPlan) {
  const isOurs = part.args !== undefined;
  const volumes = isOurs
    ? [{ name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } }]
    : [
        { name: 'data', emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } },
        { name: 'realm', configMap: { name: REALM_MAP } },
      ];
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: USER, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{ name: part.name, ...(isOurs ? ourContainer(part, plan) : keycloak(part, plan)) }],
    volumes,
  };
}

function ourContainer(part: InsidePart, { image }: LabPlan) {
  const { port, ready, live = ready } = part;
  return {
    image,
    imagePullPolicy: 'IfNotPresent',
    args: serveArguments(part),
    ports: [{ name: 'http', containerPort: port }],
    ...probes(ready, live),
    resources: resources(part),
    securityContext: { ...NO_PRIVILEGES, readOnlyRootFilesystem: true },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  };
}

function keycloak(part: InsidePart, plan: LabPlan) {
  const { port, ready, live = ready } = part;
  const settings = Object.entries(keycloakSettings(plan)).map(([name, value]) => ({ name, value }));
  const password = { secretKeyRef: { name: SECRETS, key: KEYCLOAK_ADMIN.from } };
  return {
    image: plan.keycloakImage,
    args: KEYCLOAK_COMMAND,
    env: [...settings, { name: KEYCLOAK_ADMIN.variable, valueFrom: password }],
    // What the realm's file has the variables of.
    envFrom: [{ secretRef: { name: SECRETS } }],
    ports: [{ name: 'http', containerPort: port }],
    startupProbe: { ...probe(ready), failureThreshold: 60 },
    ...probes(ready, live),
    resources: resources(part),
    // It builds itself anew at its start, in its own folder: a root file system to be written is what it needs.
    securityContext: NO_PRIVILEGES,
    volumeMounts: [
      { name: 'data', mountPath: DATA_FOLDER },
      { name: 'realm', mountPath: `${IMPORT_FOLDER}/${FILES.realm}`, subPath: FILES.realm },
    ],
  };
}

const NO_PRIVILEGES = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } as const;

function resources({ memory, cpu }: InsidePart) {
  return { requests: { cpu: `${cpu}m`, memory: `${memory / 2}Mi` }, limits: { memory: `${memory}Mi` } };
}

function probes(ready: Probe, live: Probe) {
  return { readinessProbe: probe(ready), livenessProbe: { ...probe(live), failureThreshold: 6 } };
}

/** The kubelet asks by itself where the answer is a success that ends; where it is not, a command inside asks. */
function probe(of: Probe) {
  const { path, port, status, isEndless } = of;
  const asked = status === 200 && !isEndless ? { httpGet: { path, port } } : { exec: { command: probeCommand(of) } };
  return { ...asked, periodSeconds: 10, timeoutSeconds: 5 };
}
