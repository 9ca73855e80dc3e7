/** Prints one figure: what, the ratio to the baseline, the target, and the two measured values. */
export function report({ what, value, baseline, unit, target, atMost }) {
  const ratio = value / baseline;
  const met = atMost ? ratio <= target : ratio >= target;
  const percent = atMost ? `${ratio.toFixed(1)} ×` : `${(ratio * 100).toFixed(1)} %`;
  const wanted = atMost ? `at most ${target} ×` : `at least ${target * 100} %`;
  process.stdout.write(
    `${met ? '✓' : '✗'} ${what.padEnd(44)} ${percent.padStart(8)}  (${wanted}; ${round(value)} ${unit} against ${round(baseline)} ${unit})\n`,
  );
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function round(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
