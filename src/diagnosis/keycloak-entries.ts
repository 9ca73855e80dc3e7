import type { CatalogueEntry } from './entry.ts';

/** Faults of Keycloak's start and of its address. Order matters: the first that recognises a message names it. */
export const KEYCLOAK_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 'keycloak-port-bound',
    area: 'keycloak',
    title: 'The port inside is taken',
    example: 'Port already bound: 8080: Address already in use',
    patterns: [/Port already bound: \d+/i, /java\.net\.BindException: Address already in use/i],
    cause: "Something else listens on Keycloak's port, as when the container shares the host's network.",
    wayOut:
      'End it, or start Keycloak with another port (--http-port=8081). In a container with a network of its own, the default, this does not happen.',
  },
  {
    id: 'sigill-sve',
    area: 'keycloak',
    title: "Java stumbles over the processor's SVE (Apple M4)",
    example: 'SIGILL (0x4) at pc=0x0000ffff9b867c5c, pid=80, tid=81',
    patterns: [/SIGILL \(0x4\)/, /registerNatives\(\)V\+0 java\.base/],
    cause: 'On Apple M4 some Java versions use vector instructions (SVE) that the virtual machine does not pass on.',
    wayOut:
      'Start the container with -e JAVA_OPTS_APPEND=-XX:UseSVE=0 (tutorial-tui does it by itself with its own), or update Docker Desktop.',
  },
  {
    id: 'java-memory',
    area: 'keycloak',
    title: 'Keycloak ran out of memory',
    example: 'java.lang.OutOfMemoryError: Java heap space',
    patterns: [
      /java\.lang\.OutOfMemoryError/,
      /There is insufficient memory for the Java Runtime Environment/i,
      /Cannot allocate memory/i,
      /killed for memory/i,
      /^Killed$/m,
    ],
    cause: 'Keycloak needs about 0.5 GiB; the container, or the virtual machine that the engine runs in, had less.',
    wayOut:
      'Give the engine 2 GiB or more (Docker Desktop › Settings › Resources; podman machine stop, podman machine set --memory 2048, podman machine start), or use --idp embedded.',
  },
  {
    id: 'admin-variables-old',
    area: 'keycloak',
    title: "The admin's variables have new names",
    example:
      "KC-SERVICES0110: Environment variable 'KEYCLOAK_ADMIN' is deprecated, use 'KC_BOOTSTRAP_ADMIN_USERNAME' instead",
    patterns: [/Environment variable 'KEYCLOAK_ADMIN(?:_PASSWORD)?' is deprecated/i],
    cause:
      'Keycloak 26 calls them KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD; a later one will not know the old names.',
    wayOut:
      'Use the new names, and pin a version (26.x.y) instead of latest: names, ports and texts change between versions.',
  },
  {
    id: 'health-port',
    area: 'keycloak',
    title: 'Health is asked at the wrong place',
    example: 'exec: "curl": executable file not found in $PATH',
    patterns: [
      /exec: "curl": executable file not found/i,
      /(?<!\/v1)\/health(?:\/\w+)?\S*.{0,40}\b404\b/i,
      /\b404\b.{0,80}(?<!\/v1)\/health(?:\/\w+)?/i,
    ],
    cause:
      'Keycloak answers /health on its management port 9000, only with KC_HEALTH_ENABLED=true; and its image has no curl.',
    wayOut:
      "Ask from outside for the realm's discovery document (/realms/demo/.well-known/openid-configuration on port 8080): where it answers, Keycloak is ready. Or start it with KC_HEALTH_ENABLED=true and -p 127.0.0.1:9000:9000, and ask for /health/ready there.",
  },
  {
    id: 'path-unknown',
    area: 'keycloak',
    title: 'Keycloak has nothing at this path',
    example: '{"error":"Unable to find matching target resource method"}',
    patterns: [/Unable to find matching target resource method/i],
    cause:
      'The path is misspelt, is of another version (/auth/realms/… until 16, /realms/… since 17), or is that of another port: /health is on the management port 9000.',
    wayOut:
      'Take addresses from the discovery document, /realms/demo/.well-known/openid-configuration, rather than by hand.',
  },
  {
    id: 'https-required',
    area: 'keycloak',
    title: 'HTTPS required',
    example: '{"error":"invalid_request","error_description":"HTTPS required"}',
    patterns: [/HTTPS required/i],
    cause:
      'Keycloak takes your address for a foreign one, as behind port proxies, VPNs and odd subnets, and asks those for TLS.',
    wayOut:
      "Publish on loopback only (-p 127.0.0.1:8080:8080). Or, where the console opens, Realm settings › General › Require SSL: None › Save. Where it does not, from inside the container, which asks for the admin's password: docker exec -it NAME /opt/keycloak/bin/kcadm.sh update realms/master -s sslRequired=NONE --no-config --server http://localhost:8080 --realm master --user admin. tutorial-tui does it in its own.",
  },
  {
    id: 'localhost-ipv6',
    area: 'keycloak',
    title: 'localhost led to IPv6, where nothing listens',
    example: 'connect ECONNREFUSED ::1:8080',
    patterns: [/ECONNREFUSED \[?::1\]?:\d+/i, /connect to ::1 port \d+ failed/i],
    cause:
      'localhost is both ::1 and 127.0.0.1; what listens does so on 127.0.0.1 only, and the client tried ::1 and no more.',
    wayOut:
      "Write 127.0.0.1 in place of localhost in that client's address. Not in the issuer: localhost and 127.0.0.1 are two issuers, and the tokens name one of them.",
  },
  {
    id: 'realm-exists',
    area: 'keycloak',
    title: 'The realm is there already',
    example: '{"errorMessage":"Realm demo already exists"}',
    patterns: [/Realm \S+ already exists/i, /Conflict detected\. See logs for details/i],
    cause: 'The realm was made before, by an earlier run or by hand.',
    wayOut:
      'Use it as it is: step 1a looks at it, and says what the lesson needs that is not there and how to add it. Or delete it first, with all that is in it: Realm settings › Action › Delete.',
  },
  {
    id: 'realm-missing',
    area: 'keycloak',
    title: 'There is no such realm',
    example: '{"error":"Realm does not exist"}',
    patterns: [/Realm does not exist/i, /Realm not found/i],
    cause: 'The realm was not made, or under another name: names are case-sensitive, Demo is not demo.',
    wayOut:
      "Manage realms › Create realm › Realm name: demo › Create. Or give tutorial-tui the admin's name and password in KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD, and step 1a makes it.",
  },
  {
    id: 'realm-disabled',
    area: 'keycloak',
    title: 'The realm is disabled',
    example: '{"error":"access_denied","error_description":"Realm not enabled"}',
    patterns: [/Realm not enabled/i],
    cause: "The realm's switch Enabled is off.",
    wayOut:
      'Realm settings › Enabled: On. Or give tutorial-tui the admin in KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD, and step 1a does it.',
  },
  {
    id: 'issuer-mismatch',
    area: 'keycloak',
    title: 'Two names for one issuer',
    example: 'discovered metadata issuer does not match the expected issuer',
    patterns: [
      /The issuer '[^']*' is invalid/i,
      /Invalid token issuer/i,
      /discovered metadata issuer does not match the expected issuer/i,
      /OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED/,
      /id token issued by a different provider/i,
      /issuer did not match the issuer returned by provider/i,
      /unexpected "iss" claim value/i,
    ],
    cause:
      "Issuers are compared letter by letter. A Keycloak takes its name from the realm's Frontend URL or from KC_HOSTNAME, and where neither is set from the request's Host header: localhost, 127.0.0.1 and a container's name then make three issuers.",
    wayOut:
      'Use one address everywhere, in the browser, the clients and the servers: the one that the discovery document names as issuer. A Frontend URL can be emptied (Realm settings › General). Where one address cannot be: KC_HOSTNAME=<public URL> and KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true.',
  },
];
