import wrapAnsi from 'wrap-ansi';
import { LONGEST_TEXT, printable } from '../../evidence/printable.ts';
import { redact } from '../../evidence/redact.ts';
import { hearInterrupts } from '../../interrupt/signals.ts';
import type { Io } from '../../io.ts';
import type { CourseWords } from '../../lesson/chapter.ts';
import type { LessonOptions } from '../../settings.ts';
import { type Face, walk } from '../walk.ts';
import { converse } from './converse.ts';
import { openPrompt } from './prompt.ts';
import { sayEvent, sayReceipt } from './say.ts';

/** The walkthrough in lines, for a screen reader or a terminal that cannot redraw. It drives the same guide by lettered choices. */
export function runLinear(options: LessonOptions, io: Io, course: CourseWords): Promise<number> {
  const prompt = openPrompt(io.stdin, io.stdout);
  let verbatim: readonly string[] = [];
  // Folded between words; but a command has to stay in one piece.
  const folded = (lines: readonly string[]) =>
    lines.map((line) => {
      const shown = printable(line, LONGEST_TEXT);
      return verbatim.includes(line) ? shown : wrapAnsi(shown, io.stdout.columns || 80);
    });
  const say = (lines: readonly string[]) =>
    void io.stdout.write(
      folded(lines)
        .map((row) => `${row}\n`)
        .join(''),
    );
  let handBack = () => {};
  /** The progress that was said last. */
  let heard: string | undefined;
  const face: Face = {
    // Nothing is drawn here; the size only keeps the guide content.
    size: () => ({ columns: 80, rows: 24 }),
    show: async (guide) => {
      handBack = hearInterrupts(() => {
        guide.perform('interrupt');
        const { notice } = guide.view.guided;
        // Below the row in which the terminal shows the key.
        if (notice !== '') say(['', notice]);
      });
      guide.store.subscribe(() => {
        verbatim = guide.view.lesson.flatMap(({ commands }) => commands.map(({ text }) => text));
      });
      await converse({ guide, prompt, say });
    },
    presenter: {
      name: 'walkthrough in lines',
      tell: (event, state) => {
        // A bar may move without a word.
        const progress = event.type === 'progress' ? event.text : undefined;
        if (progress !== undefined && progress === heard) return;
        heard = progress ?? heard;
        const line = sayEvent(event, state);
        if (line !== undefined) say([redact(line)]);
      },
    },
    receipt: (state, _, file) => folded(sayReceipt(state, file)),
    ...(process.platform !== 'win32' && { suspend: prompt.suspend }),
    control: (sequence) => void io.stdout.write(sequence),
    close: () => {
      handBack();
      prompt.close();
    },
  };
  return walk(options, io, course, face);
}
