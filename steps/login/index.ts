import type { CourseChapter } from '../course-chapter.ts';
import { WAY } from '../propagation/way.ts';
import { logInByPassword } from './4.1-password-grant.ts';
import { codeWithPkce } from './4.2-code-with-pkce.ts';
import { LOGIN_GLOSSARY } from './glossary.ts';
import { LOGIN_REALM } from './realm.ts';

/** How a user logs in without showing the client a password, and what keeps others from using that login. */
export const logInAsOneShould: CourseChapter = {
  id: 'login',
  title: 'Log in as one should',
  way: WAY,
  glossary: LOGIN_GLOSSARY,
  realm: LOGIN_REALM,
  steps: [logInByPassword, codeWithPkce],
};
