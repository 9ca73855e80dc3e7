import type { Credentials } from '../../services/identity/credentials.ts';
import { keycloakImage } from '../../services/identity/keycloak/image.ts';
import { Lab } from '../../services/lab/lab.ts';
import type { LabEvent } from '../../services/lab/lab-options.ts';
import { selfCommand } from '../../services/machine/self-command.ts';
import type { PortChoice } from '../../services/wire/listen.ts';
import { COURSE_REALM } from '../../steps/index.ts';
import { PART_NAMES, type PartName, TUTORIAL_PORTS } from '../evidence/part-names.ts';
import type { Io } from '../io.ts';
import type { LessonOptions } from '../settings.ts';
import { identitySource } from './identity-source.ts';
import type { RunFolder } from './run-folder.ts';

/** What a lab is made of. */
export interface LabWish {
  readonly options: LessonOptions;
  readonly io: Io;
  readonly folder: RunFolder;
  readonly credentials: Credentials;
  readonly ask: ((why: string) => Promise<'container' | 'embedded'>) | undefined;
  readonly onEvent: (event: LabEvent) => void;
}

/** A lab as the command line asks for it. Nothing in it runs yet. */
export function openLab({ options, io, folder, credentials, ask, onEvent }: LabWish): Lab {
  return new Lab({
    program: selfCommand(io.env, io.entry, process.argv[1]),
    ports: portChoices(options),
    credentials,
    realm: COURSE_REALM,
    dataFolder: folder.data,
    identity: identitySource({
      wanted: options.idp,
      image: keycloakImage(options.keycloakImage),
      plan: COURSE_REALM,
      credentials,
      env: io.env,
      session: folder.run,
      keep: options.keep ?? false,
      ...(ask && { ask }),
    }),
    spawner: async () => {
      const { spawnPart } = await import('../../services/part/supervisor.ts');
      return (part) => spawnPart(io.entry, part);
    },
    tokenClient: () => import('../../services/clients/login.ts'),
    onEvent,
  });
}

function portChoices(options: LessonOptions) {
  const pinned: Record<PartName, number | undefined> = {
    identity: options.portIdentity,
    tool: options.portTool,
    mcp: options.portMcp,
    stack: options.portStack,
  };
  const choices = PART_NAMES.map((part) => [
    part,
    { port: pinned[part] ?? preferred(part, Object.values(pinned)), pinned: pinned[part] !== undefined },
  ]);
  return Object.fromEntries(choices) as Record<PartName, PortChoice>;
}

/** The tutorial's port, or the next one that was pinned for no other part. */
function preferred(part: PartName, pinned: readonly (number | undefined)[]): number {
  let port: number = TUTORIAL_PORTS[part];
  while (pinned.includes(port)) port += 1;
  return port;
}
