import type { Input } from '../io.ts';

/** What whoever asked for a lab says once they have been told of it. */
const STAY = 'stay';
/** Characters; it says no more. */
const LONGEST = 100;

/** Says it, and waits until it is on its way. */
export function sayStay(to: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    to.end(`${STAY}\n`, () => resolve());
  });
}

/** What is heard of the process that asked for a lab, over a pipe that it holds as long as it lives, on whatever system. */
export interface Parent {
  /** It lets the lab stand. */
  readonly letStand: Promise<void>;
  /** It is gone, or does not want the lab any more. */
  readonly gone: Promise<void>;
}

/** Listens to that process. */
export function listenToParent(stdin: Input): Parent {
  let said = '';
  let onStay: () => void = () => {};
  let onGone: () => void = () => {};
  const letStand = new Promise<void>((resolve) => {
    onStay = resolve;
  });
  const gone = new Promise<void>((resolve) => {
    onGone = resolve;
  });
  stdin.setEncoding('utf8');
  stdin.on('data', (text) => {
    said = (said + text).slice(0, LONGEST);
    if (said.startsWith(`${STAY}\n`)) onStay();
  });
  const over = () => {
    if (!said.startsWith(`${STAY}\n`)) onGone();
  };
  stdin.on('end', over);
  stdin.on('error', over);
  return { letStand, gone };
}
