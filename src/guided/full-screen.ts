import type { Io } from '../io.ts';
import type { CourseWords } from '../lesson/chapter.ts';
import { receiptLines } from '../presenters/receipt-lines.ts';
import type { LessonOptions } from '../settings.ts';
import type { Mounted } from './mount.tsx';
import { openTerminal, prepareEnvironment } from './terminal.ts';
import { type Face, walk } from './walk.ts';

/** The walkthrough on the whole screen, or with --inline on the normal one. */
export function runFullScreen(options: LessonOptions, io: Io, course: CourseWords): Promise<number> {
  prepareEnvironment(io.env);
  const mounting = import('./mount.tsx');
  const terminal = openTerminal({ stdin: io.stdin, stdout: io.stdout, inline: options.inline ?? false, env: io.env });
  let mounted: Mounted | undefined;
  let closed = false;
  const face: Face = {
    size: terminal.size,
    show: async (guide) => {
      const { mount } = await mounting;
      // Ended while Ink was loading: the terminal is the learner's again.
      if (closed) return;
      terminal.onResize(() => guide.resize(terminal.size()));
      terminal.onPaste((text) => guide.paste(text));
      terminal.onBackground((background) => guide.standsOn(background));
      mounted = mount(guide.store, (key) => guide.press(key), terminal);
      return mounted.failed;
    },
    control: terminal.control,
    ...(process.platform !== 'win32' && { suspend: terminal.suspend }),
    receipt: (state, course, file) => receiptLines(state, course, file, terminal.size().columns),
    close: () => {
      closed = true;
      terminal.restore();
      mounted?.unmount();
    },
  };
  // Whatever goes wrong is said on the normal screen.
  return walk(options, io, course, face).finally(face.close);
}
