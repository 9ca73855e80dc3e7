import type { PasswordKnown } from '../../../../src/guided/login-questions.ts';
import { personsBrowser } from '../../../../src/guided/persons-browser.ts';
import type { Question } from '../../../../src/view/guided-state.ts';

const visit = { until: Date.now() + 60_000, signal: new AbortController().signal };

/** What somebody at a login page is asked, who lets the program walk the pages; and what it walked. */
async function asked(known: PasswordKnown) {
  const questions: Question[] = [];
  const walked: string[] = [];
  const browser = personsBrowser({
    ask: async (question) => {
      questions.push(question);
      return 'walk';
    },
    copy: async () => 'nowhere',
    open: undefined,
    known: () => known,
  })({
    visit: async (address) => {
      walked.push(address.href);
    },
    invite: async () => {},
  });
  await browser.visit(new URL('http://localhost:8080/auth'), visit);
  const offered = questions.flatMap(({ answers }) => answers.map(({ value }) => value));
  return { offered, text: questions.map(({ text }) => text).join('\n'), walked };
}

test('who cannot know the password is told to let the program walk the pages, and one who can is not', async () => {
  const { text } = await asked('to the program');
  expect(text).toMatch(/nobody can type it: let the program walk the pages\. http:/);
  expect(text).not.toMatch(/Log in with a browser/);
  expect((await asked('to both')).text).toMatch(/^Log in with a browser/);
  expect((await asked('to both')).walked).toEqual(['http://localhost:8080/auth']);
});

test('a password that the program does not know is not one to walk the pages with', async () => {
  const { text, offered } = await asked('to the person');
  expect(text).toMatch(/^Log in with a browser/);
  expect(offered).not.toContain('walk');
  expect((await asked('to both')).offered).toContain('walk');
});
