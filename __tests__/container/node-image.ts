import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { openDockerode } from './engine-lab.ts';

/** The base of the parts' image. */
const NODE_IMAGE = 'node:22-slim';

/**
 * Has the engine have the base image: pulls it or, where no registry is reached, puts a stand-in in its place, for tests alone: this machine's own
 * Node.js with the libraries that it is linked to, and the user `node`. Nothing else is in it, no shell either.
 */
export async function needNodeImage(): Promise<void> {
  const engine = await openDockerode();
  const isThere = () =>
    engine
      .getImage(NODE_IMAGE)
      .inspect()
      .then(
        () => true,
        () => false,
      );
  if (await isThere()) return;
  const pulled = await engine.pull(NODE_IMAGE).catch(() => undefined);
  if (pulled) await new Promise<void>((resolve) => engine.modem.followProgress(pulled, () => resolve()));
  if (await isThere()) return;
  const root = mkdtempSync(join(tmpdir(), 'tutorial-tui-node-'));
  try {
    await fill(root);
    const archive = join(root, '..', `${root.split('/').at(-1)}.tar`);
    await execa('tar', ['-C', root, '-cf', archive, '.']);
    try {
      const [repo, tag] = NODE_IMAGE.split(':');
      const imported = await engine.importImage(archive, { repo, tag, changes: 'ENV PATH=/usr/local/bin' });
      await new Promise<void>((resolve, reject) =>
        engine.modem.followProgress(imported, (error) => (error ? reject(error) : resolve())),
      );
    } finally {
      rmSync(archive);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function fill(root: string): Promise<void> {
  const node = realpathSync(process.execPath);
  const { stdout } = await execa('ldd', [node]);
  const libraries = [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = '']) => path);
  const put = (from: string, to: string) => {
    mkdirSync(join(root, dirname(to)), { recursive: true });
    cpSync(from, join(root, to), { dereference: true });
  };
  put(node, '/usr/local/bin/node');
  for (const library of libraries) put(library, library);
  mkdirSync(join(root, 'etc'));
  mkdirSync(join(root, 'tmp'), { mode: 0o1777 });
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/false\nnode:x:1000:1000::/tmp:/bin/false\n');
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
}
