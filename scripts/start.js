/** `npm start -- …`: the missing set-up, then the program itself in this process. */
import { setUp } from './set-up.js';

await setUp();
await import('../dist/bin.js');
