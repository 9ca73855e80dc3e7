import type { Credentials } from '../../services/identity/credentials.ts';
import { keycloakImage } from '../../services/identity/keycloak/image.ts';
import { Lab } from '../../services/lab/lab.ts';
import { selfCommand } from '../../services/machine/self-command.ts';
import type { PortChoice } from '../../services/wire/listen.ts';
import { COURSE, COURSE_REALM } from '../../steps/index.ts';
import type { TutorialError } from '../errors.ts';
import { PART_NAMES, type PartName, TUTORIAL_PORTS } from '../evidence/part-names.ts';
import type { Io } from '../io.ts';
import { Session } from '../lesson/session.ts';
import type { Presenter } from '../presenters/presenter.ts';
import type { LessonOptions } from '../settings.ts';
import { VERSION } from '../version.ts';
import { identitySource } from './identity-source.ts';
import { openPresentation, type Presentation } from './presentation.ts';
import type { RunFolder } from './run-folder.ts';

export interface OpenSession {
  options: LessonOptions;
  io: Io;
  credentials: Credentials;
  folder: RunFolder;
  /** Beside the log of the run, which always hears it. */
  presenters: readonly Presenter[];
  /** Hears of each presenter that fails. */
  onFault: (error: TutorialError) => void;
  /** Asks the person at the terminal whether to pull the image of Keycloak; without one, nobody is asked. */
  ask?: (why: string) => Promise<'container' | 'embedded'>;
}

/** A lab as the command line asks for it, and a session over the course that hears of everything in it. */
export function openSession({ options, io, credentials, folder, presenters, onFault, ask }: OpenSession): {
  session: Session<Lab>;
  lab: Lab;
  presentation: Presentation;
} {
  const lab = new Lab({
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
    onEvent: (event) => {
      if (event.type !== 'token') session.tell(event);
      else session.tell({ type: 'token', token: { header: event.token.header, claims: event.token.claims } });
    },
  });
  const presentation = openPresentation([folder, ...presenters], onFault);
  const session = new Session<Lab>({
    chapters: COURSE,
    lab,
    onEvent: presentation.tell,
  });
  session.start({ version: VERSION, node: process.versions.node, parts: PART_NAMES });
  return { session, lab, presentation };
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
