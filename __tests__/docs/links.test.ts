import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anchors, links, page, pages, ROOT } from './markdown.ts';

test.each(pages())('every link of $path leads somewhere', ({ path, text }) => {
  const broken = links(text).filter((target) => {
    const [file = '', anchor] = target.split('#');
    const full = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(ROOT, full))) return true;
    return anchor !== undefined && !anchors(page(full)).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test.each(pages())('no merge was left half-way in $path', ({ text }) => {
  expect(text.match(/^(?:<{7} |={7}$|>{7} ).*/gm)).toBeNull();
});
