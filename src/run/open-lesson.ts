import { clientSecretVariable } from '../../services/identity/client-secrets.ts';
import { credentialsFrom } from '../../services/identity/credentials.ts';
import { namedPlan } from '../../services/identity/named-plan.ts';
import type { IdentityWish } from '../../services/identity/provider-kind.ts';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { LabEvent, LabOptions } from '../../services/lab/lab-options.ts';
import { COURSE, COURSE_REALM } from '../../steps/index.ts';
import type { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ShownChapter } from '../lesson/chapter.ts';
import { Session } from '../lesson/session.ts';
import type { Presenter } from '../presenters/presenter.ts';
import type { LessonOptions } from '../settings.ts';
import { VERSION } from '../version.ts';
import { openLab } from './open-lab.ts';
import { openPresentation, type Presentation } from './presentation.ts';
import type { RunFolder } from './run-folder.ts';
import { noteServers } from './servers-given.ts';

/** The credentials as they were typed; nothing where nothing was. */
export interface Typed {
  readonly userName: string;
  readonly password: string;
}

/** What a lesson is opened with. */
export interface LessonWish {
  readonly options: LessonOptions;
  readonly io: Io;
  readonly folder: RunFolder;
  /** Where a person logged in; otherwise the command line and the environment say who does. */
  readonly typed?: Typed;
  /** What is needed of a realm; all that the course needs, where it is not said. */
  readonly realm?: RealmPlan;
  /** The steps that are to be proved, by id; where it is left out, whoever reads along chooses as they go. */
  readonly chosen?: readonly string[];
  /** Whether its lab is to stand when all is proved, until `down`. */
  readonly stands?: boolean;
  /** Whether somebody reads along; nobody where it is left out. */
  readonly watched?: boolean;
  /** Those who hear the session of this course, beside the log of the run, which always does. */
  readonly presenters: (course: readonly ShownChapter[]) => readonly Presenter[];
  /** Who sits at the browser of a login, given the one who walks the pages; that one, where it is left out. */
  readonly browser?: LabOptions['browser'];
  /** Hears of each presenter that fails. */
  readonly onFault: (error: TutorialError) => void;
  /** Asks the person at the terminal whether to pull the image of Keycloak; without one, nobody is asked. */
  readonly ask?: IdentityWish['ask'];
}

/** A lab, a session in it, and all who hear of it. */
export interface OpenLesson {
  readonly session: Session<Lab>;
  readonly lab: Lab;
  readonly presentation: Presentation;
  /** Whether the user's password was made at random, so that nobody knows it. */
  readonly passwordMade: boolean;
}

/** Opens the lesson as the command line asks for it. Nothing in its lab runs yet. */
export function openLesson(wish: LessonWish): OpenLesson {
  const { options, io, folder, typed, watched, presenters, browser, onFault, ask } = wish;
  const { identity } = options.deployment;
  noteServers(folder, options.deployment);
  const realm = namedPlan(wish.realm ?? COURSE_REALM, identity);
  const env = {
    ...io.env,
    ...(typed?.password && { USER_PASSWORD: typed.password }),
    ...clientSecretVariable(realm, identity),
  };
  const credentials = credentialsFrom(env, realm, typed?.userName ?? identity.user);
  const presentation = openPresentation([folder, ...presenters(COURSE)], onFault);
  const onEvent = (event: LabEvent) => session.tell(event);
  const lab = openLab({ options, io: { ...io, env }, folder, realm, credentials, ask, browser, onEvent });
  const session = new Session<Lab>({
    chapters: COURSE,
    lab,
    onEvent: presentation.tell,
    cause: (signal) => lab.silence(signal),
    ...(watched && { watched }),
  });
  session.start({
    version: VERSION,
    node: process.versions.node,
    platform: process.platform,
    mode: watched ? 'walkthrough' : 'ci',
    ...(wish.chosen && { chosen: [...wish.chosen] }),
    ...(wish.stands && { stands: true }),
    parts: lab.parts,
  });
  return { session, lab, presentation, passwordMade: credentials.generated };
}
