import type { Difference, FindingList } from '../findings.ts';
import type { LessonUser } from '../provider.ts';
import { userNamed } from '../user.ts';
import { CLICKS } from './clicks.ts';
import { lacksPassword, TEMPORARY } from './login-way.ts';
import type { RealmRepresentation, UserRepresentation } from './representations.ts';
import type { Snapshot } from './snapshot.ts';

/** The user, what stands in the way of a login, and the password. Pure. */
export function judgeUser(
  snapshot: Snapshot,
  realm: RealmRepresentation,
  lessonUser: LessonUser,
  findings: FindingList,
): void {
  const { user, locked } = snapshot;
  const { username } = lessonUser;
  if (!user) {
    judgeNobody(snapshot, realm, username, findings);
    return;
  }
  const atDoor: Difference[] = [];
  if (!user.enabled) atDoor.push({ saw: 'disabled', click: CLICKS.enableUser(username) });
  if (locked) atDoor.push({ saw: 'locked after too many failed logins', click: CLICKS.unlockUser(username) });
  findings.differs('user', atDoor, 'it is there');
  const found = profileDifferences(snapshot, user, realm, username);
  findings.differs('user-profile', found, 'names and e-mail are set');
  judgePassword(snapshot, user, lessonUser, found.length > 0, findings);
}

function judgeNobody(
  { emailOwner }: Snapshot,
  realm: RealmRepresentation,
  username: string,
  findings: FindingList,
): void {
  const [saw, byHand] = whyNoUser(realm, username, emailOwner);
  const repairable = byHand === undefined;
  findings.note('user', 'missing', saw, { repairable, ...(byHand && { byHand }) });
  findings.note('user-profile', 'missing', 'there is no user yet', { repairable });
  findings.note('password', 'missing', 'there is no user yet', {
    repairable,
    byHand: CLICKS.password(username, false),
  });
}

/** Why there is no such user; with a click where none can be added before something else is changed. */
function whyNoUser(
  realm: RealmRepresentation,
  username: string,
  emailOwner: string | undefined,
): [string, string | undefined] {
  if (emailOwner !== undefined) {
    return [
      `there is none, and the e-mail address of a new one, ${userNamed(username).email}, belongs to the user ${emailOwner}`,
      `${CLICKS.anotherEmail(emailOwner)}; or name another user in USER_NAME`,
    ];
  }
  if (realm.registrationEmailAsUsername && !username.includes('@')) {
    return [
      'there is none, and cannot be: the realm takes e-mail addresses as user names',
      `${CLICKS.emailAsUsername}; or name an e-mail address in USER_NAME`,
    ];
  }
  return ['there is none', undefined];
}

function profileDifferences(
  { lacking, otp, login }: Snapshot,
  user: UserRepresentation,
  realm: RealmRepresentation,
  username: string,
): Difference[] {
  const found: Difference[] = [];
  const names = Object.entries({ 'first name': user.firstName, 'last name': user.lastName, 'e-mail': user.email })
    .filter(([, value]) => !value)
    .map(([name]) => `no ${name}`);
  if (names.length > 0) found.push({ saw: names.join(', '), click: CLICKS.names(username) });
  if (lacking.length > 0) {
    const saw = `no ${lacking.join(', no ')}, which the realm's user profile demands`;
    found.push({ saw, click: CLICKS.attributes(username, lacking), repairable: false });
  }
  if (realm.verifyEmail && !user.emailVerified) {
    const saw = 'the e-mail address is not verified, and the realm wants it (Verify email is On)';
    found.push({ saw, click: CLICKS.emailVerified(username) });
  }
  const actions = user.requiredActions.filter((action) => action !== TEMPORARY);
  if (actions.length > 0) {
    found.push({ saw: `required actions: ${actions.join(', ')}`, click: CLICKS.requiredActions(username) });
  }
  if (login.state === 'refused' && otp) {
    const saw = 'a one-time code is set up, which a password grant does not send';
    found.push({ saw, click: `${CLICKS.removeOtp(username)}; or name another user in USER_NAME`, repairable: false });
  }
  if (login.state === 'incomplete' && found.length === 0 && !user.requiredActions.includes(TEMPORARY)) {
    const saw = `${login.said}: Keycloak wants something of the user that the Admin API does not show`;
    found.push({
      saw,
      click: 'Authentication › Required actions, and Realm settings › User profile',
      repairable: false,
    });
  }
  return found;
}

function judgePassword(
  snapshot: Snapshot,
  user: UserRepresentation,
  lessonUser: LessonUser,
  explained: boolean,
  findings: FindingList,
): void {
  const { password, passwordSetNow, otp, login, locked } = snapshot;
  const byHand = CLICKS.password(lessonUser.username, password !== 'none');
  if (lacksPassword(snapshot, lessonUser)) {
    findings.note('password', 'unknown', 'not tried: USER_PASSWORD is not set', { byHand });
  } else if (user.requiredActions.includes(TEMPORARY))
    findings.note('password', 'different', 'it is temporary', { byHand });
  else if (login.state === 'accepted' || login.state === 'incomplete') findings.present('password', 'it is accepted');
  else if (login.state === 'refused' && otp) {
    findings.note('password', 'unknown', 'Keycloak does not say while a one-time code is set up', { byHand });
  } else if (password === 'none') findings.note('password', 'missing', 'none is set', { byHand });
  else if (login.state === 'refused' && passwordSetNow) {
    const saw = `it was set just now, and Keycloak still refuses the login: ${login.said}`;
    const click = 'Authentication › Flows › direct grant, where a step may ask for more than a password';
    findings.note('password', 'different', saw, { byHand: click, repairable: false });
  } else if (login.state === 'refused') {
    findings.note('password', 'different', whyRefused(password, lessonUser), { byHand });
  } else if (locked || explained)
    findings.note('password', 'unknown', 'not tried: the login is stopped before it', { byHand });
}

function whyRefused(password: Snapshot['password'], { generated }: LessonUser): string {
  if (password === 'random') return 'an earlier run made it at random, and nobody knows it';
  return generated ? 'it is not the one that this run made' : 'it is another than the one in USER_PASSWORD';
}
