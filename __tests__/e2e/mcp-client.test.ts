import { callFetch } from '../contract/mcp-server-lab.ts';
import { connectByLogin, SdkLogin } from '../contract/sdk-client.ts';
import { keptLab, USER_NAME, USER_PASSWORD } from './kept-lab.ts';
import { clearAll } from './program.ts';

afterAll(clearAll);

test('in a lab of chapter 3 that was kept, an MCP client of one’s own logs in, and its call reaches the tool', async () => {
  const lab = await keptLab(['--only', '3.5']);
  const user = { username: USER_NAME, password: USER_PASSWORD };
  const client = await connectByLogin(lab.url('mcp'), 'Streamable HTTP', new SdkLogin(), user);
  expect(await callFetch(client, lab.url('tool'))).toEqual({ text: 'Hello, world!', isError: false });
  await client.close();
});
