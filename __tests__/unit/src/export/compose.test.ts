import { load } from 'js-yaml';
import { composeFile } from '../../../../src/export/compose.ts';
import { labPlan } from '../../../../src/export/lab-plan.ts';
import { COMMON, PLAN, SECRETS, textOf } from './lab.ts';

interface Service {
  readonly image: string;
  readonly command: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop: readonly string[];
  readonly mem_limit: string;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
}
const { content } = composeFile(PLAN);
const { services, networks } = load(String(content)) as { services: Record<string, Service>; networks: object };
const named = (name: string) => services[name] as Service;
const OURS = ['tool', 'mcp', 'stack', 'model'];

test('only the MCP server shares a network with the tool, but for those whom the tool asks', () => {
  const reach = (part: string) =>
    Object.keys(services).filter((other) => other !== part && named(other).networks.includes(part));
  expect(Object.fromEntries(Object.keys(services).map((part) => [part, reach(part)]))).toEqual({
    identity: ['tool'],
    tool: ['mcp'],
    mcp: ['stack'],
    model: ['stack'],
    stack: [],
  });
  expect(Object.keys(networks).toSorted()).toEqual(Object.keys(services).toSorted());
});

test('nobody gets out of the networks, and each waits until those serve whom it asks', () => {
  for (const network of Object.values(networks))
    expect(network).toMatchObject({ driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } });
  const waits = OURS.map((part) => [part, named(part).depends_on]);
  const healthy = { condition: 'service_healthy' };
  expect(Object.fromEntries(waits)).toEqual({
    tool: { identity: healthy },
    mcp: { tool: healthy },
    stack: { mcp: healthy, model: healthy },
    model: undefined,
  });
});

test('Compose puts nothing in the place of a dollar of a command, and the realm cannot be written', () => {
  const { healthcheck, volumes } = named('identity');
  expect(healthcheck.test.join(' ')).toMatch(/\[\[ "\$\$line" ==/);
  expect(healthcheck.test.join(' ').replaceAll('$$', '')).not.toContain('$');
  expect(volumes).toEqual([expect.stringMatching(/^\.\/realm\.json:.*:ro$/)]);
});

test('the image is built once, for all parts that have it', () => {
  const having = Object.entries(services).filter(([, service]) => 'build' in service);
  expect(having.map(([name]) => name)).toEqual(['model']);
  expect(new Set(OURS.map((part) => services[part]?.image))).toEqual(new Set(['tutorial-tui:test']));
});

test('what is published is published on loopback, by the ports that were named; the model is not', () => {
  expect(Object.fromEntries(Object.entries(services).map(([name, { ports }]) => [name, ports]))).toEqual({
    identity: ['127.0.0.1:18080:8080'],
    tool: ['127.0.0.1:10000:10000'],
    mcp: ['127.0.0.1:8000:8000'],
    stack: ['127.0.0.1:8321:8321'],
    model: undefined,
  });
});

test('the tool trusts the issuer by its name outside, and asks for its keys inside', () => {
  const { command } = named('tool');
  expect(command[command.indexOf('--issuer') + 1]).toBe('http://localhost:18080/realms/demo');
  expect(command[command.indexOf('--issuer-at') + 1]).toBe('http://identity:8080/realms/demo');
  expect(named('identity')).toMatchObject({
    environment: {
      KC_HOSTNAME: 'http://localhost:18080',
      KC_HOSTNAME_BACKCHANNEL_DYNAMIC: 'true',
      KC_BOOTSTRAP_ADMIN_PASSWORD: expect.stringContaining('KEYCLOAK_ADMIN_PASSWORD'),
    },
  });
});

test('our parts write nothing but to memory, have no privileges, and limits', () => {
  for (const part of OURS) expect(named(part)).toMatchObject({ read_only: true, tmpfs: ['/tmp'] });
  for (const service of Object.values(services))
    expect(service).toMatchObject({
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.stringMatching(/^\d+m$/),
      pids_limit: expect.any(Number),
      healthcheck: { test: expect.any(Array) },
    });
});

test('no secret stands in a file that is not its owner’s alone, and all that is asked for is there', () => {
  const open = [...COMMON.filter(({ isSecret }) => !isSecret), composeFile(PLAN)].map((file) => String(file.content));
  for (const value of Object.values(SECRETS)) expect(open.filter((text) => text.includes(value))).toEqual([]);
  const variables = [...open.join('\n').matchAll(/\$\{([A-Z][A-Z0-9_]+)\}/g)].map(([, name = '']) => name);
  expect(new Set(variables)).toEqual(new Set(Object.keys(SECRETS)));
});

test('whoever keeps the export in a repository keeps no secret there', () => {
  const secret = COMMON.filter(({ isSecret }) => isSecret).map(({ path }) => path);
  expect(textOf('.gitignore').trim().split('\n')).toEqual(secret);
});

test('a port that would be that of two parts is an error', () => {
  const wish = { realm: PLAN.realm, learners: 1, image: 'x', keycloakImage: '26.7.4' };
  expect(() => labPlan({ ...wish, ports: { identity: 8_000 } })).toThrow(
    expect.objectContaining({ kind: 'usage', message: 'The port 8000 is named for more than one part.' }),
  );
});

test('the configuration leads to the published ports, and names where the parts find each other', () => {
  expect(JSON.parse(textOf('tutorial-tui.config.json'))).toEqual({
    identity: { idp: 'http://localhost:18080/realms/demo', user: 'learner-001' },
    tool: { url: 'http://localhost:10000', inside: 'http://tool:10000' },
    mcp: { url: 'http://localhost:8000', transport: 'sse', inside: 'http://mcp:8000' },
    stack: { url: 'http://localhost:8321' },
  });
});
