const ROW = /^\| (?!part |---)(.+?) \| (.+) \| (.+) \|$/;
/** `npm run test:stacks`, where it is wanted, and the file or folder; what that does stands on the page. */
const TEST = /^(`npm [^`]*`[^:]*): (`[^`]*`)/;

/** README's table of what the program is tried with: the rows of docs/tested-with.md, each with its test alone. */
export function testedWithBlock(page) {
  const rows = page.split('\n').flatMap((line) => {
    const [, part, versions, tests] = ROW.exec(line) ?? [];
    if (part === undefined) return [];
    const [, command, path] = TEST.exec(tests) ?? [];
    if (command === undefined) throw new Error(`docs/tested-with.md names no test of ${part}`);
    return [
      `| ${part} | ${versions.replaceAll('](../', '](').replaceAll('](identity.md', '](docs/identity.md')} | ${command}: ${path} |`,
    ];
  });
  return ['', '| part | versions | tested by |', '| --- | --- | --- |', ...rows, '', ''].join('\n');
}
