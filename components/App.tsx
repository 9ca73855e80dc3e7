import { useInput } from 'ink';
import { useEffect, useLayoutEffect, useReducer, useSyncExternalStore } from 'react';
import { type Frame, frameOf } from '../src/screen/frame.ts';
import { THEMES } from '../src/screen/theme.ts';
import type { View } from '../src/view/view.ts';
import { type InkKey, keyNames } from './key-names.ts';
import { Screen } from './Screen.tsx';
import { ThemeContext } from './theme-context.ts';

/** Where the view comes from; whoever changes it calls the listeners. */
export interface ViewSource {
  get(): View;
  subscribe(listener: () => void): () => void;
  /** Is told what was drawn of a view. */
  drawn(view: View, settled: Frame['settled']): void;
}

/** Where the frames come from, and where the keys go. */
export interface AppProps {
  readonly source: ViewSource;
  readonly onKey: (name: string) => void;
}

/** The one place where keys come in, and where a view becomes a frame. */
export function App({ source, onKey }: AppProps) {
  const view = useSyncExternalStore(source.subscribe, source.get);
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  const frame = frameOf(view, Date.now());
  useInput((input, key) => {
    for (const name of keyNames(input, key as InkKey)) onKey(name);
  });
  useLayoutEffect(() => source.drawn(view, frame.settled));
  useEffect(() => {
    if (frame.changesIn === undefined) return;
    const timer = setInterval(tick, frame.changesIn);
    return () => clearInterval(timer);
  }, [frame.changesIn]);
  return (
    <ThemeContext value={THEMES[view.background]}>
      <Screen frame={frame} />
    </ThemeContext>
  );
}
