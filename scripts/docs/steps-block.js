/** The table of contents of the course, chapter by chapter. */
export function stepsBlock({ COURSE }) {
  const chapters = COURSE.map(({ id, title, steps }, index) => {
    const rows = steps.map((step) => `| ${step.id} | ${step.title} | ${step.keyIdea} |`);
    const table = ['| step | | the one sentence to remember |', '| --- | --- | --- |', ...rows].join('\n');
    return `**${index + 1}. ${title}** (\`--chapter ${id}\`)\n\n${table}`;
  });
  return `\n${chapters.join('\n\n')}\n\n`;
}
