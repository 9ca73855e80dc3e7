import type { CourseChapter } from '../course-chapter.ts';
import { WAY } from '../propagation/way.ts';
import { logInByPassword } from './4.1-password-grant.ts';
import { codeWithPkce } from './4.2-code-with-pkce.ts';
import { throughTheChain } from './4.3-through-the-chain.ts';
import { wrongPassword } from './4.4-wrong-password.ts';
import { consent } from './4.5-consent.ts';
import { forgedCallback } from './4.6-forged-callback.ts';
import { replayedCode } from './4.7-replayed-code.ts';
import { deviceLogin } from './4.8-device.ts';
import { whichLogin } from './4.9-which-login.ts';
import { LOGIN_GLOSSARY } from './glossary.ts';
import { LOGIN_REALM } from './realm.ts';

/** How a user logs in without showing the client a password, and what keeps others from using that login. */
export const logInAsOneShould: CourseChapter = {
  id: 'login',
  title: 'Log in as one should',
  way: WAY,
  glossary: LOGIN_GLOSSARY,
  exhibits: (state) => (whichLogin.exhibits?.(state) ?? []).map((each) => ({ ...each, concludes: true as const })),
  realm: LOGIN_REALM,
  steps: [
    logInByPassword,
    codeWithPkce,
    throughTheChain,
    wrongPassword,
    consent,
    forgedCallback,
    replayedCode,
    deviceLogin,
    whichLogin,
  ],
};
