import type { Looked, Looking } from './look.ts';

/** Whether a refusal tells the caller what is wanted: `Bearer`, among the schemes of its challenge (RFC 6750, section 3; RFC 9110, section 11.6.1). */
export function lookAtChallenge({ heard }: Pick<Looking, 'heard'>): Looked {
  const none = heard.get('none');
  if (none?.outcome !== 'refused')
    return { verdict: 'not-seen', why: 'a request without a token was not refused there' };
  const { status, challenge } = none;
  const saw = `${status}${challenge === undefined ? ', no WWW-Authenticate' : ` ${challenge}`}`;
  if (challenge === undefined) return { verdict: 'failed', saw, why: 'a request without a token gets no challenge' };
  if (!/(?:^|,)\s*bearer(?:\s|,|$)/i.test(challenge))
    return { verdict: 'failed', saw, why: 'the challenge is of another scheme than Bearer' };
  return status === '401'
    ? { verdict: 'passed', saw }
    : { verdict: 'failed', saw, why: `a request without a token gets ${status}, and not 401` };
}
