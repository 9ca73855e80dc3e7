import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAll, run } from './program.ts';
import { openSloppyTool } from './sloppy-tool.ts';
import { freePorts } from './world.ts';

afterEach(clearAll);

const PARTS = ['identity', 'tool', 'mcp', 'stack'] as const;

test('a tool that takes every token is told of as that, and no report draws its yes as good', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-accepted-'));
  const ports = await freePorts(PARTS.length);
  const tool = await openSloppyTool(`http://localhost:${ports[0]}/realms/demo`, 'what the token is');
  try {
    const options = PARTS.flatMap((part, at) => [`--port-${part}`, String(ports[at])]);
    const reports = ['text=r.txt', 'markdown=r.md', 'html=r.html', 'junit=r.xml'].join(',');
    const { code, stderr } = await run(
      ['--ci', '--only', '3a', '--idp', 'embedded', '--tool', tool.url, '--reporter', reports, ...options],
      { cwd: folder },
    );
    expect({ code, stderr }).toMatchObject({ code: 3 });
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const [text, html] = [read('r.txt').replaceAll(/\s+/g, ' '), read('r.html')];
    expect(text).toContain('next The tool let in what it had to refuse: ');
    expect(text).not.toContain('two lines for the call');
    expect(text).toMatch(/→ tool \(200[^)]*, wrongly accepted\)/);
    expect(read('r.md')).toMatch(/-->>p\d: ✗ 200.*, wrongly accepted\n/);
    expect(html).toMatch(/class="answer bad"(?:(?!<\/a>)[\s\S])*✗ 200[^<]*wrongly/);
    expect(html).toContain('a wrong yes: ');
    expect(read('r.xml')).toContain('next: The tool let in what it had to refuse: ');
  } finally {
    await tool.close();
    rmSync(folder, { recursive: true });
  }
}, 90_000);
