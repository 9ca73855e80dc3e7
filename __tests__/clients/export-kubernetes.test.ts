import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { execa } from 'execa';
import { kubernetesFiles, NAMESPACE } from '../../src/export/kubernetes.ts';
import { run } from '../e2e/program.ts';
import { PLAN } from '../unit/src/export/lab.ts';
import { openWorkshop, type Workshop } from './install.ts';

jest.setTimeout(300_000);

/** The manifests of an exported lab, held to the schemas of Kubernetes' own API, strictly: no field that it does not know. */
const VALIDATOR = 'kubernetes-validate==1.37.0';
const VERSIONS = ['1.31', '1.37'];

let workshop: Workshop;
let python: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  python = await workshop.python('kubernetes', VALIDATOR);
});
afterAll(() => workshop.remove());

const validate = async (version: string, ...files: readonly string[]) => {
  const script = join(python, '..', 'kubernetes-validate');
  return promisify(execFile)(python, [script, '--strict', '-k', version, ...files]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => {
      throw new Error(error.stdout);
    },
  );
};

test.each(VERSIONS)('every manifest is as Kubernetes %s wants it', async (version) => {
  const folder = join(workshop.folder, `manifests-${version}`);
  await mkdir(folder);
  // The kustomization is kubectl's own, and no object of the API.
  const manifests = kubernetesFiles(PLAN).filter(({ path }) => path !== 'kustomization.yaml');
  const files = await Promise.all(
    manifests.map(async ({ path, content }) => {
      await writeFile(join(folder, path), content);
      return join(folder, path);
    }),
  );
  const told = await validate(version, ...files);
  expect(told).not.toMatch(/WARN|ERROR/);
  for (const part of ['identity', 'tool', 'mcp', 'stack', 'model'])
    for (const kind of ['deployment', 'service', 'networkpolicy'])
      expect(told).toContain(`passed for resource ${kind}/${part} against version ${version}`);
});

test('the validator is one: a misspelled field is told', async () => {
  const file = join(workshop.folder, 'misspelled.yaml');
  const tool = kubernetesFiles(PLAN).find(({ path }) => path === 'tool.yaml');
  await writeFile(file, String(tool?.content).replace('readOnlyRootFilesystem', 'readOnlyRootFileSystem'));
  await expect(validate('1.37', file)).rejects.toThrow('readOnlyRootFileSystem');
});

const { KUBECTL = '' } = process.env;
if (KUBECTL === '')
  process.stdout.write('KUBECTL names no kubectl of an API server: the manifests were held to its schemas alone.\n');
else
  test('a real API server takes all of the export, strictly, and lets its pods in, but none that may be root', async () => {
    const [command = '', ...words] = KUBECTL.split(' ');
    const kubectl = async (args: readonly string[], input?: object) => {
      const { stdout } = await execa(command, [...words, ...args], { input: JSON.stringify(input ?? {}) });
      return stdout;
    };
    const folder = join(workshop.folder, 'lab');
    expect(await run(['export', 'kubernetes', '--output', folder])).toMatchObject({ code: 0 });
    try {
      const applied = await kubectl(['apply', '--validate=strict', '-k', folder]);
      const { items } = JSON.parse(await kubectl(['--namespace', NAMESPACE, 'get', 'deployments', '-o', 'json']));
      expect(items).toHaveLength(5);
      for (const { metadata, spec } of items as readonly Deployment[]) {
        const { name } = metadata;
        for (const kind of ['deployment.apps', 'service', 'networkpolicy.networking.k8s.io'])
          expect(applied).toContain(`${kind}/${name} created`);
        const { metadata: labelled, spec: pod } = spec.template;
        // What its controller would ask for.
        const create = (of: object) =>
          kubectl(['--namespace', NAMESPACE, 'create', '--validate=strict', '-f', '-'], {
            ...{ apiVersion: 'v1', kind: 'Pod', metadata: { ...labelled, name }, spec: of },
          });
        const { securityContext, ...rest } = pod;
        expect(securityContext).toBeDefined();
        await expect(create(rest)).rejects.toThrow('violates PodSecurity "restricted');
        expect(await create(pod)).toBe(`pod/${name} created`);
      }
    } finally {
      await kubectl(['delete', '--wait=false', '-k', folder]);
    }
  });

/** What is taken of one, as the API server gives it back. */
interface Deployment {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly metadata: object;
      readonly spec: Readonly<Record<string, unknown>> & { readonly securityContext?: object };
    };
  };
}
