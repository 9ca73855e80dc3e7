import { createContext } from 'react';
import { THEMES } from '../src/screen/theme.ts';

/** The theme of the screen that a component is on. */
export const ThemeContext = createContext(THEMES.unknown);
