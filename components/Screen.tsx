import { Box } from 'ink';
import { footerLine } from '../src/screen/footer-line.ts';
import { headerLine, placeText } from '../src/screen/header-line.ts';
import { layoutFor } from '../src/screen/layout.ts';
import { BLANK, type Line, span } from '../src/screen/lines.ts';
import { tooSmallLines } from '../src/screen/list-lines.ts';
import { fitsStatus, isScrollable, lastScroll, paneContent } from '../src/screen/pane-content.ts';
import { partsLine } from '../src/screen/sidebar-lines.ts';
import { welcomeLines } from '../src/screen/welcome-lines.ts';
import { situationOf } from '../src/view/situation.ts';
import { stateOf, textOf, type View } from '../src/view/view.ts';
import { LinesView, LineView } from './LinesView.tsx';
import { Sidebar } from './Sidebar.tsx';
import { Status } from './Status.tsx';
import { useNow } from './use-now.ts';

/** The whole frame, one row short of the terminal. */
export function Screen({ view }: { readonly view: View }) {
  const { tooSmall, frame } = layoutFor(view);
  if (tooSmall) return <LinesView lines={tooSmallLines(view.size).slice(0, frame.rows)} width={frame.columns} />;
  return (
    <Box flexDirection="column" width={frame.columns} height={frame.rows} overflow="hidden">
      {view.guided.phase === 'welcome' ? (
        <Welcome view={view} />
      ) : view.guided.pane === 'token' ? (
        <TickingLesson view={view} />
      ) : (
        <Lesson view={view} now={0} />
      )}
    </Box>
  );
}

function Welcome({ view }: { readonly view: View }) {
  const { frame, main } = layoutFor(view);
  const { guided, about } = view;
  return (
    <>
      <LinesView
        lines={[headerLine('', `tutorial-tui ${about.version}`, frame.columns), BLANK]}
        width={frame.columns}
      />
      <Box height={main.rows} overflow="hidden">
        <LinesView lines={welcomeLines(view, main)} width={main.columns} />
      </Box>
      <Status
        width={frame.columns}
        work={guided.work}
        step={undefined}
        question={guided.question?.text}
        notice={guided.notice}
        place=""
      />
      <LineView line={footerLine(situationOf(view, false), frame.columns, about.keysInWords)} width={frame.columns} />
    </>
  );
}

/** The lesson with a clock: only where something on the screen counts down. */
function TickingLesson({ view }: { readonly view: View }) {
  return <Lesson view={view} now={useNow(1_000)} />;
}

function Lesson({ view, now }: { readonly view: View; readonly now: number }) {
  const { guided, lesson } = view;
  const { frame, main, sidebar } = layoutFor(view);
  const scrollable = isScrollable(view, now);
  const situation = situationOf(view, scrollable);
  const content = paneContent(view, situation, now);
  const from = Math.min(guided.scroll, lastScroll(content));
  const { id, title } = textOf(view, guided.step);
  const number = lesson.findIndex((step) => step.id === id) + 1;
  const header = headerLine(`${id} ${title}`, `${number} of ${lesson.length}`, frame.columns);
  return (
    <>
      <LinesView
        lines={sidebar === 0 ? [header, partsLine(view, frame.columns), BLANK] : [header, BLANK]}
        width={frame.columns}
      />
      <Box height={main.rows} overflow="hidden">
        {sidebar > 0 && (
          <>
            <Sidebar view={view} width={sidebar} height={main.rows} />
            <LinesView lines={Array.from({ length: main.rows }, (): Line => [span(' │ ', 'muted')])} width={3} />
          </>
        )}
        <LinesView
          lines={[...content.head, ...content.lines.slice(from, from + content.height)]}
          width={main.columns}
        />
      </Box>
      <Status
        width={frame.columns}
        work={guided.work}
        step={stateOf(view, guided.step)}
        question={guided.question?.text}
        notice={fitsStatus(view) ? guided.notice : ''}
        place={placeText(content, from)}
      />
      <LineView line={footerLine(situation, frame.columns, view.about.keysInWords)} width={frame.columns} />
    </>
  );
}
