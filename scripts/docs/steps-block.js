/** The table of contents of the lesson. */
export function stepsBlock({ COURSE }) {
  const rows = COURSE.flatMap(({ steps }) => steps).map(
    ({ id, title, keyIdea }) => `| ${id} | ${title} | ${keyIdea} |`,
  );
  return `\n${['| step | | the one sentence to remember |', '| --- | --- | --- |', ...rows].join('\n')}\n\n`;
}
