import type { SeenRequest } from './hop.ts';

/** The fields of forms and addresses that are credentials, or name a login that is under way; the first one that is there is told. */
const SECRET_FIELDS = [
  'password',
  'refresh_token',
  'access_token',
  'subject_token',
  'actor_token',
  'token',
  'client_secret',
  'id_token_hint',
  'code',
  'device_code',
  'code_verifier',
];
/** Fields that are masked, too, and carry nobody's rights by themselves. */
const MASKED_FIELDS = [...SECRET_FIELDS, 'state', 'session_code', 'client_data', 'user_code', 'device_user_code'];

/** The credential that a form carries, and what of it has to be masked wherever it stands. */
export function formCredential(
  form: URLSearchParams,
): Pick<SeenRequest, 'carrier' | 'credential'> & Required<Pick<SeenRequest, 'secrets'>> & { shownAs?: string } {
  // The answer to the question for consent; its code names the question, and is no credential.
  const said = ['accept', 'cancel'].find((name) => form.has(name));
  if (said !== undefined) return { carrier: `form field ${said}`, credential: '', secrets: maskedIn(form) };
  const field = SECRET_FIELDS.find((name) => form.has(name));
  const credential = form.get(field ?? '') ?? '';
  const withName = field === 'password' && form.has('username') ? ', with username' : '';
  return {
    carrier: field === undefined ? '' : `form field ${field}${withName}`,
    credential,
    // A password is never shown, not even the beginning of a long one.
    ...(field !== undefined && !credential.startsWith('eyJ') && { shownAs: '***' }),
    secrets: maskedIn(form),
  };
}

/** What of a form, or of an address, has to be masked wherever it stands. */
export function maskedIn(fields: URLSearchParams): readonly string[] {
  return MASKED_FIELDS.flatMap((field) => fields.getAll(field));
}
