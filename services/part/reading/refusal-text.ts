import { isJsonObject } from '../../../src/evidence/json.ts';

/** The fields in which servers say why they refuse: FastAPI, OAuth 2.0 (RFC 6749, section 5.2), problem details (RFC 9457), and the rest. */
const REASONS = ['detail', 'error_description', 'error', 'message', 'title'];

/** Why a request was refused, out of its answer's JSON; undefined where it does not say so in one of the usual fields. */
export function refusalText(json: unknown): string | undefined {
  if (!isJsonObject(json)) return undefined;
  for (const reason of REASONS) {
    const value = json[reason];
    if (typeof value === 'string' && value !== '') return value;
    const inner = refusalText(value);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
