import { VERSION } from '../version.ts';
import { FILES } from './common-files.ts';
import { type ExportFile, yamlFile } from './export-file.ts';
import { askersOf, type InsidePart, insideParts } from './inside-parts.ts';
import { DATA_FOLDER, IMPORT_FOLDER, KEYCLOAK_ADMIN, KEYCLOAK_COMMAND, keycloakSettings } from './keycloak-settings.ts';
import type { LabPlan } from './lab-plan.ts';
import { keycloakProbeCommand, probeCommand, serveArguments } from './serve-command.ts';

/** The name of the project, and with it of its containers and networks. */
const PROJECT = 'tutorial-tui-lab';
/** Processes and threads of a part of ours, and of a Keycloak. */
const PART_PIDS = 64;
const KEYCLOAK_PIDS = 1024;

const COMMENT = `The lab of tutorial-tui ${VERSION}, written by: tutorial-tui export compose
Start it: docker compose up --build --wait      End it, with all that it holds: docker compose down
A network is named after the part that is reached in it: the tool's has the tool and the MCP server, and nobody else.
Published ports are those of loopback. Inside, the parts listen on every address of their container.`;

/** The lab as a file of Docker Compose. Pure. */
export function composeFile(plan: LabPlan): ExportFile {
  const parts = insideParts(plan);
  const services = parts.map((part) => [part.name, service(part, parts, plan)]);
  const networks = parts.map(({ name }) => [name, NETWORK]);
  const content = {
    name: PROJECT,
    services: Object.fromEntries(services),
    networks: Object.fromEntries(networks),
  };
  return yamlFile('compose.yaml', COMMENT, content);
}

/** Nobody gets out of it: what leaves a container for elsewhere has no way back. Published ports work all the same. */
const NETWORK = { driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } };

function service(part: InsidePart, parts: readonly InsidePart[], plan: LabPlan) {
  const { name, asks, isDoor, port, memory } = part;
  const isOurs = part.args !== undefined;
  return {
    ...(isOurs
      ? ourService(part, plan, part === parts.find(({ args }) => args !== undefined))
      : keycloakService(part, plan)),
    ...(asks.length > 0 && {
      depends_on: Object.fromEntries(asks.map((asked) => [asked, { condition: 'service_healthy' }])),
    }),
    // Its own network first: its ports are published there.
    networks: [name, ...asks],
    ...(isDoor && { ports: [`127.0.0.1:${plan.ports[name]}:${port}`] }),
    ...(!isDoor && askersOf(name, parts).length > 0 && { expose: [String(port)] }),
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    mem_limit: `${memory}m`,
    pids_limit: isOurs ? PART_PIDS : KEYCLOAK_PIDS,
    restart: 'unless-stopped',
  };
}

/** One of ours builds the image that all of them have: built for each, it would be several that differ. */
function ourService(part: InsidePart, { image }: LabPlan, builds: boolean) {
  return {
    image,
    ...(builds && { build: { context: FILES.image, dockerfile: 'Containerfile' } }),
    command: serveArguments(part),
    read_only: true,
    tmpfs: ['/tmp'],
    healthcheck: healthcheck(probeCommand(part.ready)),
  };
}

function keycloakService({ ready }: InsidePart, plan: LabPlan) {
  return {
    image: plan.keycloakImage,
    command: KEYCLOAK_COMMAND,
    environment: {
      ...keycloakSettings(plan),
      [KEYCLOAK_ADMIN.variable]: `\${${KEYCLOAK_ADMIN.from}}`,
    },
    // The passwords and secrets that the realm's file has the variables of.
    env_file: [FILES.variables],
    tmpfs: [DATA_FOLDER],
    volumes: [`./${FILES.realm}:${IMPORT_FOLDER}/${FILES.realm}:ro`],
    healthcheck: { ...healthcheck(keycloakProbeCommand(ready)), start_period: '600s' },
  };
}

function healthcheck(command: readonly string[]) {
  return {
    test: ['CMD', ...command.map((word) => word.replaceAll('$', '$$$$'))],
    interval: '5s',
    timeout: '5s',
    retries: 6,
    start_period: '30s',
  };
}
