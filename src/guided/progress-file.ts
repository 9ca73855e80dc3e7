import { join } from 'node:path';
import { stateFolder } from '../../services/folders.ts';
import { type Progress, writeProgress } from '../lesson/progress.ts';

/** Where the learner's progress is kept. */
export function progressFile(): string {
  return join(stateFolder(), 'progress.json');
}

/** Writes one progress after the other, the newest last. A full disk costs the progress, not the lesson. */
export function progressSaver(file: string): { save(progress: Progress): void; saved(): Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  return {
    save: (progress) => {
      last = last.then(() => writeProgress(file, progress)).catch(() => {});
    },
    saved: () => last,
  };
}
