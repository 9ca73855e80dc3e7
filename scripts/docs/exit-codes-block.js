/** The exit codes with their names in events, as a table. */
export function exitCodesBlock({ EXIT_CODES, MEANINGS }) {
  const rows = Object.entries(EXIT_CODES).map(([name, code]) => `| ${code} | \`${name}\` | ${MEANINGS[name]} |`);
  return `\n${['| code | name | meaning |', '| ---: | --- | --- |', ...rows].join('\n')}\n\n`;
}
