import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TutorialError } from '../errors.ts';
import { FILES } from './common-files.ts';
import type { ExportFile } from './export-file.ts';

/** What of the package is in the parts' image: the Containerfile copies it, and nothing else is fetched but the base image. */
const WHOLE = ['Containerfile', 'LICENSE', 'package.json'];

/** The program itself as the context of its image, from the package that it runs from; `entry` is the script that was started. Throws a TutorialError. */
export async function imageFiles(entry: string): Promise<readonly ExportFile[]> {
  const dist = dirname(entry);
  const root = dirname(dist);
  try {
    const names = await readdir(dist);
    const sources = [
      ...WHOLE.map((name) => [name, join(root, name)]),
      ...names.map((name) => [`dist/${name}`, join(dist, name)]),
    ];
    const files: ExportFile[] = [];
    // One after the other: not every shell lets a process have them all open at once.
    for (const [path = '', file = ''] of sources)
      files.push({ path: `${FILES.image}/${path}`, content: await readFile(file) });
    return files;
  } catch (cause) {
    throw new TutorialError('prerequisite-missing', 'The program cannot be put into an image.', {
      why: (cause as Error).message,
      next: 'Run it from its npm package, which has all its files: npx tutorial-tui export …',
      cause,
    });
  }
}
