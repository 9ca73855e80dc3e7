import { endpointsExpected } from '../../services/identity/choose.ts';
import type { Credentials } from '../../services/identity/credentials.ts';
import { mayAdminister } from '../../services/identity/keycloak/admin-login.ts';
import type { IdentityWish } from '../../services/identity/provider-kind.ts';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import { Lab } from '../../services/lab/lab.ts';
import type { LabEvent, LabOptions } from '../../services/lab/lab-options.ts';
import { selfCommand } from '../../services/machine/self-command.ts';
import type { Io } from '../io.ts';
import type { LessonOptions } from '../settings.ts';
import { labParts, modelWish } from './lab-parts.ts';
import type { RunFolder } from './run-folder.ts';
import { stackSpeech } from './stack-speech.ts';

/** What a lab is made of. */
export interface LabWish {
  readonly options: LessonOptions;
  readonly io: Io;
  readonly folder: RunFolder;
  readonly realm: RealmPlan;
  readonly credentials: Credentials;
  readonly ask: IdentityWish['ask'];
  readonly browser?: LabOptions['browser'];
  readonly onEvent: (event: LabEvent) => void;
}

/** A lab as the command line asks for it. Nothing in it runs yet. */
export function openLab({ options, io, folder, realm, credentials, ask, browser, onEvent }: LabWish): Lab {
  const hasAdmin = mayAdminister(io.env, options.deployment.identity);
  return new Lab({
    program: selfCommand(io.env, io.entry, process.argv[1]),
    parts: labParts({
      options,
      env: io.env,
      credentials,
      realm,
      session: folder.run,
      ask,
      spawner: async () => {
        const { spawnPart } = await import('../../services/part/supervisor.ts');
        return (part) => {
          const process = spawnPart(io.entry, part);
          if (process.pid !== undefined) folder.started(process.pid);
          return process;
        };
      },
    }),
    credentials,
    realm,
    token: options.deployment.identity.token,
    expected: (url) => endpointsExpected(options.deployment.identity.which, hasAdmin, url, realm.realm),
    dataFolder: folder.data,
    tokenClient: async () => (await import('../../services/clients/token-client.ts')).TOKEN_CLIENT,
    browser,
    stack: options.deployment.stack && stackSpeech(options.deployment.stack),
    mcp: { ...options.deployment.mcp, call: options.deployment.call, tool: options.deployment.tool?.inside },
    model: modelWish(options),
    retries: options.retries,
    onEvent,
  });
}
