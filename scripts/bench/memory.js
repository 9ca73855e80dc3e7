import { openLab } from './lab.js';
import { invocation, load } from './load.js';

const WARM_UP = 10_000;
const CALLS = 90_000;

/** Whether the parts' memory after 100,000 calls is where it was after the first 10,000. */
export async function bench() {
  const lab = await openLab();
  try {
    const rounds = [];
    for (const amount of [WARM_UP, CALLS / 3, CALLS / 3, CALLS / 3]) {
      await load({ ...invocation(lab, await lab.token()), amount });
      rounds.push(await lab.memory());
    }
    for (const part of Object.keys(rounds[0])) {
      process.stdout.write(
        `  ${part.padEnd(9)} ${rounds.map((round) => `${Math.round(round[part])} MB`).join('  →  ')}\n`,
      );
    }
    process.stdout.write('  (after 10,000, 40,000, 70,000 and 100,000 calls)\n');
  } finally {
    await lab.close();
  }
}
