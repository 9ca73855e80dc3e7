import { assignmentFinding, clientFinding, mapperFinding } from './finding-rows.ts';
import type { FindingList } from './findings.ts';
import { clientOf, scopeOf, scopesOf } from './plan-lookup.ts';
import type { GrantAnswer } from './token-endpoint.ts';

/** What a client of the plan, by its key, shows that asked for a token of its own, with its secret and all scopes that it may ask for. */
export function readOwnToken(answer: GrantAnswer, key: string, findings: FindingList): void {
  const { plan } = findings;
  const scopes = scopesOf(clientOf(plan, key));
  if (!answer.granted) {
    const said = answer.description || answer.error;
    if (answer.error !== 'invalid_scope') findings.note(clientFinding(key), 'different', `it gets no token: ${said}`);
    else {
      findings.present(clientFinding(key), 'its secret is accepted');
      for (const { key: scope } of scopes) findings.note(assignmentFinding(key, scope), 'missing', said);
    }
    return;
  }
  findings.present(clientFinding(key), 'gets tokens for itself');
  const audiences = [answer.token.claims.aud].flat();
  for (const { key: scopeKey } of scopes) {
    findings.present(assignmentFinding(key, scopeKey), 'granted when asked for');
    for (const [at, mapper] of scopeOf(plan, scopeKey).mappers.entries()) {
      const { id } = clientOf(plan, mapper.client);
      if (audiences.includes(id)) findings.present(mapperFinding(scopeKey, at), `aud names ${id}`);
      else findings.note(mapperFinding(scopeKey, at), 'missing', `with the scope, aud does not name ${id}`);
    }
  }
}

/** The scopes that such a client asks for, as a request has them. */
export function ownScopes(plan: FindingList['plan'], key: string): string {
  const optional = scopesOf(clientOf(plan, key)).filter(({ assigned }) => assigned === 'Optional');
  return optional.map(({ key: scope }) => scopeOf(plan, scope).name).join(' ');
}
