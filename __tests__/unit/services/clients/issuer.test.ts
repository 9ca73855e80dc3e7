import { explainIssuers } from '../../../../services/clients/issuer.ts';

const ISSUER = 'http://localhost:8080/realms/demo';

describe('two issuers that should be one', () => {
  test.each([
    ['http://127.0.0.1:8080/realms/demo', /one machine but two issuers/],
    ['http://keycloak:8080/realms/demo', /only containers know/],
    ['http://host.docker.internal:8080/realms/demo', /only containers know/],
    ['http://sso.example.com:8080/realms/demo', /KC_HOSTNAME/],
    ['http://localhost:8180/realms/demo', /port/],
    ['http://localhost:8080/realms/demo/', /trailing slash/],
    ['https://localhost:8080/realms/demo', /https is not http/],
    ['http://localhost:8080/realms/Demo', /case-sensitive/],
    ['http://localhost:8080/realms/other', /instead of/],
    ['', /instead of/],
  ])('%s', (named, reason) => {
    expect(explainIssuers(ISSUER, named)).toMatch(reason);
  });

  test('are one when they are the same letters', () => {
    expect(explainIssuers(ISSUER, ISSUER)).toBeUndefined();
  });
});
