import { freePorts } from '../e2e/world.ts';
import { closeAll, httpTarget } from './tap-lab.ts';
import { tap } from './tap-watch.ts';

afterEach(closeAll);

describe('where it stands, and until when', () => {
  test('on both loopback addresses, at the port that was asked for, under the names that it was given', async () => {
    const target = await httpTarget((_, response) => response.end('ok'));
    const [free = 0] = await freePorts(1);
    const watched = await tap(`http://127.0.0.1:${target}`, 'tool', {
      from: 'weather',
      name: 'calendar',
      port: { port: free, pinned: true },
    });
    expect(watched.url).toBe(`http://localhost:${free}`);
    for (const host of ['127.0.0.1', '[::1]']) await fetch(`http://${host}:${free}/`);
    for (const { from, to } of await watched.told(2)) expect([from, to]).toEqual(['weather', 'calendar']);
    await expect(tap('http://127.0.0.1:1', 'tool', { port: { port: free, pinned: true } })).rejects.toThrow(
      `Port ${free} is taken.`,
    );
  });

  test('the end of its signal ends it, and what is under way', async () => {
    const ending = new AbortController();
    const target = await httpTarget((_, response) => response.writeHead(200).write('for ever'));
    const watched = await tap(`http://127.0.0.1:${target}`, 'tool', { signal: ending.signal });
    const answer = await fetch(watched.url);
    ending.abort();
    await expect(answer.text()).rejects.toThrow();
    await watched.close();
    await expect(fetch(watched.url)).rejects.toThrow();
    await expect(tap('http://127.0.0.1:1', 'tool', { signal: ending.signal })).rejects.toThrow(/abort/);
  });
});
