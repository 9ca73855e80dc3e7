import { TutorialError } from '../../../src/errors.ts';
import type { Observe, SeenRequest } from '../../../src/evidence/hop.ts';
import { redact } from '../../../src/evidence/redact.ts';
import type { Secret } from '../../../src/evidence/secret.ts';
import { type HttpAnswer, wire } from '../../wire/http.ts';
import { mayBeToldSecrets } from '../../wire/protected-url.ts';
import { refusalWords } from '../refusal-words.ts';
import { CookieJar } from './cookie-jar.ts';
import { type PageForm, type ReadPage, readPage } from './read-page.ts';
import { seenPageAnswer, seenPageRequest } from './seen-page.ts';

/** What a user answers on the pages of a login. */
export interface WalkAnswers {
  readonly username: string;
  readonly password: Secret;
  /** To the question whether the client may have what it asks for. */
  readonly consent: 'yes' | 'no';
  /** For the page that asks for a device's code. */
  readonly userCode?: string;
}

/** Where a walk ended. */
export interface WalkEnd {
  readonly url: URL;
  readonly status: number;
  readonly heading: string;
}

/** More requests than any login needs. */
const MAX_REQUESTS = 20;
const MAX_PAGE_BYTES = 512 * 1024;

/**
 * Walks the pages of a login as a browser without scripts does, and fills in what they ask for: for a pipeline, where nobody sits at a browser. The
 * pages are a Keycloak's, those of the embedded provider, or others that ask for no more than a name and a password,
 * at once, one after the other, or for the name alone. The password goes to the server of the first page alone, also where that one would send it
 * on. Throws a TutorialError of kind login-refused where a page says no, with its words. `sent` is told of each request to that server.
 */
export async function walkPages(
  start: URL,
  answers: WalkAnswers,
  signal: AbortSignal,
  sent?: Observe,
): Promise<WalkEnd> {
  const jar = new CookieJar();
  const filled = new Set<string>();
  const known = [answers.password.reveal(), answers.userCode ?? ''];
  const noFurther = (words: string) => walkedNoFurther(words, answers.password);
  let next: Step = { url: start };
  for (let count = 0; count < MAX_REQUESTS; count++) {
    const { url } = next;
    if (!mayBeToldSecrets(url)) throw noFurther('A page of the login is neither over https nor on this machine.');
    const seen = url.origin === start.origin ? sent : undefined;
    const answer = await request(next, jar, signal, (asked) =>
      seen?.({ ...asked, secrets: [...(asked.secrets ?? []), ...known] }),
    );
    const { location } = answer.headers;
    if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
      if (!URL.canParse(location, url.href)) throw noFurther('A page of the login leads nowhere.');
      next = { url: new URL(location, url) };
      if (next.url.origin !== start.origin && redact(location, known) !== redact(location))
        throw noFurther('A page of the login sends the password on to another server.');
      continue;
    }
    const text = answer.body.toString();
    const refusal = answer.status >= 400 && url.origin === start.origin ? refusalWords(text) : undefined;
    if (refusal !== undefined) throw noFurther(refusal);
    const page = readPage(text);
    const submission = url.origin === start.origin ? fillIn(page, answers) : undefined;
    if (!submission)
      return ended({ url, status: answer.status, heading: page.heading }, page, url.origin === start.origin, noFurther);
    // The same question again is the answer to a wrong one.
    if (filled.has(submission.asked)) throw noFurther(page.error || `The page "${page.heading}" comes again.`);
    filled.add(submission.asked);
    const target = URL.canParse(submission.form.action, url.href) ? new URL(submission.form.action, url) : undefined;
    if (target?.origin !== start.origin) throw noFurther('A form of the login page leads to another server.');
    next = { url: target, fields: submission.fields };
  }
  throw noFurther('The pages of the login come to no end.');
}

interface Step {
  readonly url: URL;
  readonly fields?: Readonly<Record<string, string>>;
}

async function request(
  { url, fields }: Step,
  jar: CookieJar,
  signal: AbortSignal,
  sent: (request: SeenRequest) => ReturnType<Observe> | undefined,
): Promise<HttpAnswer> {
  const form = fields && new URLSearchParams(fields);
  const ask = {
    method: form ? 'POST' : 'GET',
    headers: {
      accept: 'text/html',
      ...jar.header(url),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { body: form.toString() }),
  };
  const answered = sent(seenPageRequest(url, ask, form));
  const answer = await wire.send(url, { ...ask, signal, bodyLimit: MAX_PAGE_BYTES });
  answered?.(seenPageAnswer(answer));
  jar.take(url, answer.headers['set-cookie'] ?? []);
  return answer;
}

interface Submission {
  /** What the page wants to know. */
  readonly asked: string;
  readonly form: PageForm;
  readonly fields: Readonly<Record<string, string>>;
}

/** What to send where the page asks something; undefined where it asks nothing. */
function fillIn(
  { forms }: ReadPage,
  { username, password, consent, userCode = '' }: WalkAnswers,
): Submission | undefined {
  for (const form of forms.filter(({ method }) => method === 'POST')) {
    const has = (name: string) => form.fields.some((field) => field.name === name);
    const hidden = Object.fromEntries(
      form.fields.filter(({ type }) => type === 'hidden').map((f) => [f.name, f.value]),
    );
    const codeField = ['device_user_code', 'user_code'].find((name) => has(name) && !(name in hidden));
    if (codeField !== undefined) return { asked: 'code', form, fields: { ...hidden, [codeField]: userCode } };
    if (asksPassword(form)) {
      const fields = { ...hidden, ...namedUser(form, username), password: password.reveal() };
      return { asked: 'login', form, fields };
    }
    const user = namedUser(form, username);
    const asksName = Object.keys(user).some((name) => !(name in hidden));
    // Some ask for the name first, and some for nothing else.
    if (asksName && !forms.some(asksPassword)) return { asked: 'name', form, fields: { ...hidden, ...user } };
    if (has('accept') && has('cancel')) {
      const fields = { ...hidden, ...(consent === 'yes' ? { accept: 'Yes' } : { cancel: 'No' }) };
      return { asked: 'consent', form, fields };
    }
    // Nothing to be filled in, but a button to go on, in the form or outside: whoever does not want to leaves the page.
    const asksNothing = form.fields.every(({ name, type }) => type === 'hidden' || (type === 'submit' && name === ''));
    if (asksNothing && forms.length === 1 && form.fields.length > 0 && consent === 'yes')
      return { asked: `to go on, with ${Object.keys(hidden).join()}`, form, fields: hidden };
  }
  return undefined;
}

function asksPassword({ fields }: PageForm): boolean {
  return fields.some(({ name }) => name === 'password');
}

/** The user's name in the field that there is for it, by whatever name; in none where none is asked for. */
function namedUser({ fields }: PageForm, username: string): Readonly<Record<string, string>> {
  const asked = ['username', 'login', 'email', 'user'].find((name) => fields.some((field) => field.name === name));
  return asked === undefined ? {} : { [asked]: username };
}

/** What a client says of how it went is its own affair; what the provider says is what there is to know. */
function ended(
  end: WalkEnd,
  { error }: ReadPage,
  isProviders: boolean,
  noFurther: (words: string) => TutorialError,
): WalkEnd {
  if (error !== '') throw noFurther(error);
  if (isProviders && end.status >= 400) throw noFurther([`HTTP ${end.status}`, end.heading].filter(Boolean).join(', '));
  return end;
}

/** That a walk has ended before the login has, in these words: a page's, which may repeat the password. */
export function walkedNoFurther(words: string, password: Secret): TutorialError {
  const shown = redact(words, [password.reveal()]);
  return new TutorialError('login-refused', `The pages of the login lead no further: ${shown}`, {
    why: 'The pages were walked without a browser, with the name and the password of this run.',
    next: 'Log in in a browser, or look at the log of the identity provider.',
  });
}
