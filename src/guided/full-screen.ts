import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LessonOptions } from '../cli.ts';
import { openRunFolder } from '../commands/run-folder.ts';
import { stopSignal } from '../commands/stop-signal.ts';
import type { Io } from '../io.ts';
import { readProgress } from '../lesson/progress.ts';
import { VERSION } from '../version.ts';
import { osc52 } from './clipboard.ts';
import { farewell } from './farewell.ts';
import { type Ending, Guide } from './guide.ts';
import { type OpenedLab, openLab } from './open-lab.ts';
import { progressFile, progressSaver } from './progress-file.ts';
import { openScreen, prepareEnvironment } from './terminal.ts';

const DEFAULT_USER = 'alan';

/** The walkthrough on the whole screen, or with --inline on the normal one. The exit code is its verdict. */
export async function runFullScreen(options: LessonOptions, io: Io): Promise<number> {
  const startedAt = Date.now();
  prepareEnvironment(io.env);
  const [{ mount }, folder, kept] = await Promise.all([
    import('./mount.tsx'),
    openRunFolder(),
    readProgress(progressFile()),
  ]);
  const stop = stopSignal(io.signal, options.timeout);
  const saver = progressSaver(progressFile());
  const byHand = join(dirname(folder.log), 'by-hand.sh');
  const screen = openScreen({ stdin: io.stdin, stdout: io.stdout, inline: options.inline ?? false });
  let lab: OpenedLab | undefined;
  const guide = new Guide({
    about: {
      version: VERSION,
      userName: options.user || io.env.USER_NAME || DEFAULT_USER,
      passwordGiven: Boolean(io.env.USER_PASSWORD),
      passwordMade: !io.env.USER_PASSWORD,
      log: folder.log,
    },
    size: screen.size(),
    signal: stop.signal,
    ...kept,
    from: options.from ?? options.only?.[0],
    open: async (typed) => {
      const ask = guide.ask.bind(guide);
      const present = guide.onEvent.bind(guide);
      lab = await openLab({ options, io, folder, typed, present, ask });
      return lab;
    },
    save: saver.save,
    copy: async (text) => {
      screen.control(osc52(text));
      await appendFile(byHand, `${text}\n\n`, { mode: 0o600 });
      return `to the clipboard where the terminal allows it, and to ${byHand}`;
    },
  });
  screen.onResize(() => guide.resize(screen.size()));
  const mounted = mount(guide.store, (key) => guide.press(key), io.stdin, screen);
  let ending: Ending;
  try {
    ending = await Promise.race([guide.ended, mounted.failed]);
  } finally {
    await lab?.close();
    guide.store.close();
    screen.restore();
    mounted.unmount();
    stop.clear();
    await saver.saved();
  }
  const receipt = join(dirname(folder.log), 'receipt.md');
  return farewell({ ending, stop: stop.signal, io, folder, lab, startedAt, receipt });
}
