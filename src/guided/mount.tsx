import { render } from 'ink';
import { App, type ViewSource } from '../../components/App.tsx';
import type { Terminal } from './terminal.ts';

/** Ink, as it runs. */
export interface Mounted {
  /** Rejects when a component throws. */
  readonly failed: Promise<never>;
  unmount(): void;
}

/** Shows the view on the screen until it is unmounted. This module alone loads Ink. */
export function mount(source: ViewSource, onKey: (name: string) => void, terminal: Terminal): Mounted {
  // In Ink's debug mode each frame is written whole, without cursor movements: the screen's painter does those.
  const instance = render(<App source={source} onKey={onKey} />, {
    stdin: terminal.keys as NodeJS.ReadStream,
    stdout: terminal.canvas as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const failed = instance.waitUntilExit().then(() => new Promise<never>(() => {}));
  failed.catch(() => {});
  return { failed, unmount: () => instance.unmount() };
}
