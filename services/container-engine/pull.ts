import { setTimeout as sleep } from 'node:timers/promises';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { TutorialError } from '../../src/errors.ts';
import { type ContainerEngine, EngineError } from './engine.ts';
import { foldPull, NOTHING_PULLED, type PullState, pullProgress } from './pull-state.ts';

/** Waits before the tries after the first. */
const PAUSES_MS = [2_000, 6_000];
/** The eye wants no more; and a pull that tells nothing still shows that time goes by. */
const SHOWN_EVERY_MS = 500;
/** Faults that pass by themselves. A rate limit is none: it lasts for hours. */
const PASSING = new Set(['registry-fault', 'registry-timeout']);

/** Which image, from which engine, and who is told how far it is. */
export interface PullOptions {
  readonly engine: ContainerEngine;
  readonly image: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { text: string; fraction?: number }) => void;
  /** Waits before the tries after the first, in ms. */
  readonly pauses?: readonly number[];
}

/**
 * Pulls an image, with progress, and again where the registry's fault is a passing one. Rejects with the signal's reason where it was cancelled
 * (the engine stops pulling then), else with a TutorialError of kind prerequisite-missing that names the way out.
 */
export async function pullImage({ engine, image, signal, onProgress, pauses = PAUSES_MS }: PullOptions): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await pullOnce(engine, image, signal, onProgress);
      return;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const diagnosis = diagnose(error.message);
      const pause = pauses[attempt];
      if (pause === undefined || !PASSING.has(diagnosis?.id ?? '')) throw notPulled(image, error);
      onProgress({ text: `${diagnosis?.title}; trying again in ${pause / 1000} s` });
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

async function pullOnce(
  engine: ContainerEngine,
  image: string,
  signal: AbortSignal,
  onProgress: PullOptions['onProgress'],
): Promise<void> {
  const startedAt = Date.now();
  let state: PullState = NOTHING_PULLED;
  const show = () => {
    const { text, fraction } = pullProgress(state, Date.now() - startedAt);
    onProgress({ text: `pulling ${image} · ${text}`, ...(fraction !== undefined && { fraction }) });
  };
  show();
  const ticker = setInterval(show, SHOWN_EVERY_MS);
  try {
    for await (const event of engine.pull(image, signal)) state = foldPull(state, event);
  } finally {
    clearInterval(ticker);
  }
  // An engine that stops in the middle ends the stream as if all had come.
  if (!(await engine.hasImage(image, signal)))
    throw new EngineError('the engine ended the pull before the image was there', undefined);
}

function notPulled(image: string, error: EngineError): TutorialError {
  const diagnosis = diagnose(error.message);
  const why = `The engine says: ${error.message.trim()}`;
  return new TutorialError(
    'prerequisite-missing',
    `The image ${image} could not be pulled${diagnosis ? `: ${lowerFirst(diagnosis.title)}` : ''}.`,
    {
      why: diagnosis ? `${diagnosis.cause} ${why}` : why,
      next:
        diagnosis?.wayOut ??
        `Bring it on a file: docker save ${image} -o keycloak.tar where it is, docker load -i keycloak.tar here. Or use --idp embedded.`,
      cause: error,
    },
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
