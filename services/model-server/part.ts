import type { Asked, ServedPart } from '../part/served-part.ts';

const load = () => import('./server.ts');

/** The scripted model as `serve` starts it. */
export const modelPart: ServedPart = {
  name: 'model',
  port: 11_434,
  protocol: 'model',
  recorded: true,
  options: [],
  load,
  start: async ({ listen }: Asked, reporter) => (await load()).start({ listen }, reporter),
  argumentsIn: () => [],
};
