import { Box, useInput } from 'ink';
import { useSyncExternalStore } from 'react';
import { type InkKey, keyNames } from '../src/guided/key-names.ts';
import type { View } from '../src/guided/view.ts';
import { Screen } from './Screen.tsx';
import { THEMES, ThemeContext } from './theme.ts';

/** Where the view comes from; whoever changes it calls the listeners. */
export interface ViewSource {
  get(): View;
  subscribe(listener: () => void): () => void;
}

export interface AppProps {
  readonly source: ViewSource;
  readonly onKey: (name: string) => void;
}

/** The one place where keys come in. */
export function App({ source, onKey }: AppProps) {
  const view = useSyncExternalStore(source.subscribe, source.get);
  useInput((input, key) => {
    for (const name of keyNames(input, key as InkKey)) onKey(name);
  });
  return (
    <ThemeContext value={THEMES[view.background]}>
      <Box>
        <Screen view={view} />
      </Box>
    </ThemeContext>
  );
}
