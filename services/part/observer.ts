import { hopOf, type Observe } from '../../src/evidence/hop.ts';
import { printer } from '../../src/evidence/print.ts';
import type { PartListener } from './part.ts';

/** Tells as hops what this process sees by itself. */
export function observer({ salt, onHop }: Pick<PartListener, 'salt' | 'onHop'>): Observe {
  const print = printer(salt);
  return (seen) => {
    const hop = hopOf(seen, print);
    onHop(hop.arrived);
    return (answer) => onHop(hop.answered(answer));
  };
}
