import { type Command, Help } from 'commander';

/** The help as commander writes it, but the commands before the options: of those there are many, and most belong to one of the ways to use the program. */
export function commandsFirst(command: Command, helper: Help): string {
  const sections = new Help()
    .formatHelp(command, helper)
    .trimEnd()
    .split(/\n\n(?=\S)/);
  const headings = helper.visibleCommands(command).map((each) => `${each.helpGroup()}\n`);
  const isOfCommands = (section: string) => headings.some((heading) => section.startsWith(heading));
  const [about, lists] = [sections.slice(0, 2), sections.slice(2)];
  const ordered = [...about, ...lists.filter(isOfCommands), ...lists.filter((each) => !isOfCommands(each))];
  return `${ordered.join('\n\n')}\n`;
}
