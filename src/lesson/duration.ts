/** From so many milliseconds on nobody counts them: a person was waited for, or a container. */
const IN_SECONDS_FROM = 10_000;

/** How long something took, in the unit that one would say it in: `24 ms`, `12 s`, `1 min 51 s`. */
export function durationText(ms: number): string {
  if (ms < IN_SECONDS_FROM) return `${Math.round(ms)} ms`;
  const { minutes, seconds } = clockOf(ms);
  return `${minutes > 0 ? `${minutes} min ` : ''}${seconds} s`;
}

/** The same to be listened to: `1 minute 51 seconds`. */
export function durationWords(ms: number): string {
  if (ms < IN_SECONDS_FROM) return counted(Math.round(ms), 'millisecond');
  const { minutes, seconds } = clockOf(ms);
  return `${minutes > 0 ? `${counted(minutes, 'minute')} ` : ''}${counted(seconds, 'second')}`;
}

function clockOf(ms: number): { minutes: number; seconds: number } {
  const all = Math.round(ms / 1_000);
  return { minutes: Math.floor(all / 60), seconds: all % 60 };
}

function counted(number: number, unit: string): string {
  return number === 1 ? `${number} ${unit}` : `${number} ${unit}s`;
}
