import type { Credentials } from '../../services/identity/credentials.ts';
import { Lab } from '../../services/lab/lab.ts';
import { selfCommand } from '../../services/machine/self-command.ts';
import { LESSON } from '../../steps/index.ts';
import type { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { Session } from '../lesson/session.ts';
import type { Presenter } from '../presenters/presenter.ts';
import type { LessonOptions } from '../settings.ts';
import { VERSION } from '../version.ts';
import { labParts } from './lab-parts.ts';
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

/** A lab as the command line asks for it, and a session over the lesson that hears of everything in it. */
export function openSession({ options, io, credentials, folder, presenters, onFault, ask }: OpenSession): {
  session: Session<Lab>;
  lab: Lab;
  presentation: Presentation;
} {
  const lab = new Lab({
    program: selfCommand(io.env, io.entry, process.argv[1]),
    parts: labParts({
      options,
      env: io.env,
      credentials,
      session: folder.run,
      ask,
      spawner: async () => {
        const { spawnPart } = await import('../../services/part/supervisor.ts');
        return (part) => spawnPart(io.entry, part);
      },
    }),
    credentials,
    dataFolder: folder.data,
    tokenClient: () => import('../../services/clients/login.ts'),
    onEvent: (event) => {
      if (event.type !== 'token') session.tell(event);
      else session.tell({ type: 'token', token: { header: event.token.header, claims: event.token.claims } });
    },
  });
  const presentation = openPresentation([folder, ...presenters], onFault);
  const session = new Session<Lab>({
    steps: LESSON,
    lab,
    onEvent: presentation.tell,
  });
  session.tell({
    type: 'session-started',
    schema: 'tutorial-tui/events@1',
    version: VERSION,
    node: process.versions.node,
    steps: LESSON.map(({ id, title }) => ({ id, title })),
  });
  return { session, lab, presentation };
}
