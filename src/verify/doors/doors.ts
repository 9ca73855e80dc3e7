import type { Deployment } from '../../deployment.ts';
import type { PartDoor } from './door.ts';
import { toolDoor } from './tool-door.ts';

/** The doors of a deployment that can be asked, the innermost first: what is said further out rests on it. */
export function doorsOf({ tool, call }: Deployment): PartDoor[] {
  return [...(tool ? [toolDoor(tool, call)] : [])];
}
