import { Box, useInput } from 'ink';
import { useSyncExternalStore } from 'react';
import { THEMES } from '../src/screen/theme.ts';
import type { View } from '../src/view/view.ts';
import { type InkKey, keyNames } from './key-names.ts';
import { Screen } from './Screen.tsx';
import { ThemeContext } from './theme-context.ts';

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
