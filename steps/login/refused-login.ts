import { TutorialError } from '../../src/errors.ts';

/** What a login that has to be refused was refused with. Throws what else went wrong, and where it was not refused at all. */
export async function refusedWith(login: Promise<unknown>): Promise<TutorialError> {
  try {
    await login;
  } catch (error) {
    if (error instanceof TutorialError && error.kind === 'login-refused') return error;
    throw error;
  }
  throw new TutorialError('check-failed', 'The login went well, and should have been refused.', {
    next: 'Run the step again. If it goes well again, the identity provider is not set up as the lesson needs it: run step 1a.',
  });
}
