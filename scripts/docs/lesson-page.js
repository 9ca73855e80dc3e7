/** The course, chapter by chapter and step by step, as a page. */
export function lessonPage({ COURSE }) {
  const chapters = COURSE.map(({ id, title, steps }, index) => {
    const rows = steps.map((step) => `| ${step.id} | ${step.title} | ${step.keyIdea} |`);
    const table = ['| step | | the one sentence to remember |', '| --- | --- | --- |', ...rows].join('\n');
    return `## ${index + 1}. ${title}\n\n\`--chapter ${index + 1}\`, or \`--chapter ${id}\`\n\n${table}`;
  });
  return `# The lesson, step by step\n\n${INTRO}\n\n${chapters.join('\n\n')}\n`;
}

const INTRO = `\`tutorial-tui list\` prints the same, without the sentences. How a step looks, and what it proves, is seen in the walkthrough.`;

/** Its table of contents, for the README. */
export function chaptersBlock({ COURSE }) {
  const rows = COURSE.map(({ id, title, steps }, index) => {
    const titles = steps.map((step) => step.title).join(' · ');
    return `| ${index + 1} | ${title} | \`${id}\` | ${titles} |`;
  });
  return `\n${['| | chapter | `--chapter` | its steps |', '| ---: | --- | --- | --- |', ...rows].join('\n')}\n\n`;
}
