/** Seconds that a change of what is seen takes. */
const FADE = 0.25;

/**
 * The movements of a picture that begins anew again and again, as CSS. Without it (where less motion is asked for, or CSS cannot move anything) all that
 * appears is there, and nothing that moves.
 */
export class Timeline {
  #rules = new Map();

  /** The class of what appears at a second, and stays until all begins anew. */
  appears(at) {
    const name = `a${Math.round(at * 100)}`;
    this.#rules.set(name, (end) => [
      [0, 'opacity:0'],
      [at, 'opacity:0'],
      [at + FADE, 'opacity:1'],
      [end - 2 * FADE, 'opacity:1'],
      [end - FADE, 'opacity:0'],
    ]);
    return name;
  }

  /** The class of what goes along points, each with its second; it is seen from the first to the last. */
  moves(points) {
    const name = `m${this.#rules.size}`;
    const place = ({ x, y }) => `transform:translate(${x}px,${y}px)`;
    const [first, last] = [points[0], points.at(-1)];
    this.#rules.set(name, () => [
      [0, `${place(first)};opacity:0`],
      [first.at, `${place(first)};opacity:0`],
      [first.at + FADE, `${place(first)};opacity:1`],
      ...points.slice(1).map((point) => [point.at, `${place(point)};opacity:1`]),
      [last.at + FADE, `${place(last)};opacity:0`],
    ]);
    return `${name} moves`;
  }

  /** The rules, where it begins anew after so many seconds. */
  css(seconds) {
    const rules = [...this.#rules].map(([name, made]) => {
      const frames = made(seconds);
      const steps = frames.map(([at, what]) => `${percent(at / seconds)}{${what}}`);
      const end = frames.at(-1)[1];
      return `.${name}{animation-name:${name}}@keyframes ${name}{${[...steps, `100%{${end}}`].join('')}}`;
    });
    const names = [...this.#rules.keys()].map((name) => `.${name}`).join();
    return [
      '.moves{opacity:0}',
      '@media (prefers-reduced-motion:no-preference){',
      `${names}{animation-duration:${seconds.toFixed(1)}s;animation-iteration-count:infinite;animation-timing-function:ease-in-out}`,
      ...rules,
      '}',
    ].join('\n');
  }
}

function percent(share) {
  return `${Math.round(share * 10_000) / 100}%`;
}
