import { join } from 'node:path';
import { stateFolder } from '../../services/machine/folders.ts';
import { ownFolder } from '../../services/machine/own-folder.ts';
import { inTurn } from '../../services/machine/turn.ts';
import type { Io } from '../io.ts';

/** What one process of this user does at a time: of two labs that are asked for at once, the second hears of the first; nothing is ended twice at once. */
const TURNS = { up: 'up.lock', down: 'down.lock' } as const;

/** The files that say whose turn it is, in the state folder. */
export const TURN_FILES: readonly string[] = Object.values(TURNS);

/** Does it when its turn has come; at once where nothing can be written, since nobody can be told then. Throws the reason of the signal. */
export async function whenItsTurn<T>(
  turn: keyof typeof TURNS,
  { stderr, signal }: Pick<Io, 'stderr' | 'signal'>,
  act: () => Promise<T>,
): Promise<T> {
  const folder = stateFolder();
  const isThere = await ownFolder(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return act();
  const onWait = ({ pid }: { pid: number }) =>
    void stderr.write(`Another ${turn} is under way (process ${pid}); this one waits for it.\n`);
  return inTurn(join(folder, TURNS[turn]), { signal, onWait }, act);
}
