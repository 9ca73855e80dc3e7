import type { CatalogueEntry } from './entry.ts';

/** Faults of container engines and image registries. Order matters: the first that recognises a message names it. */
export const ENGINE_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 'docker-context-missing',
    area: 'engine',
    title: 'The docker context does not exist',
    example: 'unable to resolve docker endpoint: context "colima": context not found',
    patterns: [
      /context "[^"]*": context not found/i,
      /unable to resolve docker endpoint/i,
      /there is no docker context of this name/,
    ],
    cause: 'DOCKER_CONTEXT, or currentContext in ~/.docker/config.json, names a context that is not there (any more).',
    wayOut: 'docker context ls shows those there are; choose one with docker context use, or unset DOCKER_CONTEXT.',
  },
  {
    id: 'engine-permission',
    area: 'engine',
    title: "This user may not open the engine's socket",
    example: 'permission denied while trying to connect to the Docker daemon socket',
    patterns: [
      /permission denied while trying to connect to the Docker daemon socket/i,
      /connect EACCES \S*(?:sock|pipe)/i,
    ],
    cause: "The socket belongs to another user or group: Docker's to the group docker, the system's Podman's to root.",
    wayOut:
      'Docker on Linux: add yourself to the group docker, which is as good as root (sudo usermod -aG docker $USER, then log in anew). Or use a rootless engine (Podman: systemctl --user start podman.socket), or --idp embedded.',
  },
  {
    id: 'engine-socket-missing',
    area: 'engine',
    title: 'No engine at the socket',
    example: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    patterns: [
      /Cannot connect to the Docker daemon/i,
      /Cannot connect to Podman/i,
      /connect ENOENT \S*(?:\.sock|pipe)/i,
      /connect ECONNREFUSED \S*\.sock/i,
      /dial unix \S+: connect: (?:no such file or directory|connection refused)/i,
      /No container engine answers/,
    ],
    cause:
      'No engine runs, or it listens elsewhere: Docker Desktop puts its socket in ~/.docker/run, Colima in ~/.colima/default, and only the docker ' +
      'command reads the current context.',
    wayOut:
      'Start the engine (Docker Desktop, colima start, podman machine start), or set DOCKER_HOST to what docker context inspect -f "{{.Endpoints.docker.Host}}" prints.',
  },
  {
    id: 'no-runtime-strategy',
    area: 'engine',
    title: 'No container runtime was found',
    example: 'Could not find a working container runtime strategy',
    patterns: [/Could not find a working container runtime strategy/i],
    cause: 'One line for many causes: every known place was tried and none answered.',
    wayOut: 'With --idp container, tutorial-tui lists every place with the reason why it was passed over.',
  },
  {
    id: 'container-name-taken',
    area: 'engine',
    title: "The container's name is taken",
    example: 'Conflict. The container name "/keycloak" is already in use by container "841c5c…"',
    patterns: [/container name "[^"]+" is already in use/i, /that name is already in use/i],
    cause: 'A container of that name is there already, running or not.',
    wayOut:
      'Take another name, or remove that container if it is yours: docker rm -f NAME. tutorial-tui takes the next free name by itself.',
  },
  {
    id: 'port-allocated',
    area: 'engine',
    title: 'The port on this machine is taken',
    example: 'Bind for 127.0.0.1:8080 failed: port is already allocated',
    patterns: [
      /port is already allocated/i,
      /ports are not available/i,
      /listen tcp[46]? \S+: bind: address already in use/i,
      /cannot listen on the TCP port/i,
      /bind: An attempt was made to access a socket in a way forbidden/i,
    ],
    cause: 'Another container or program listens on the port that the container was to be published on.',
    wayOut:
      'End it (docker ps shows containers and their ports; lsof -i :8080, or on Windows netstat -ano, shows programs), or choose another port: --port-identity here, -p 127.0.0.1:8081:8080 for docker run.',
  },
  {
    id: 'port-not-published',
    area: 'engine',
    title: "The engine did not publish the container's port",
    example: 'unable to upgrade to tcp, received 409',
    patterns: [/the engine published no port/i, /unable to upgrade to tcp, received 409/i],
    cause:
      'Some setups of Podman accept the wish for a published port and do not fulfil it, or the container ended before they could.',
    wayOut:
      'Restart it (podman machine stop, then podman machine start) and look at podman port NAME. Or use --idp embedded.',
  },
  {
    id: 'registry-rate-limit',
    area: 'registry',
    title: 'The registry counts your pulls',
    example: 'toomanyrequests: You have reached your pull rate limit.',
    patterns: [/toomanyrequests/i, /pull rate limit/i],
    cause: 'The registry limits how many images an address may pull in some hours.',
    wayOut:
      'Wait. Or pull it by hand, where a docker login counts (docker login, docker pull IMAGE): tutorial-tui takes the image that is there. Or name the other registry of the same image with --keycloak-image: quay.io/keycloak/keycloak:TAG or docker.io/keycloak/keycloak:TAG.',
  },
  {
    id: 'registry-denied',
    area: 'registry',
    title: 'The registry refuses you',
    example: 'unauthorized: access to the requested resource is not authorized',
    patterns: [
      /unauthorized: access to the requested resource/i,
      /pull access denied/i,
      /requested access to the resource is denied/i,
    ],
    cause: 'The registry, or a mirror in front of it, wants a login, or does not carry this image.',
    wayOut:
      'Pull it by hand, where a login counts (docker login REGISTRY, docker pull IMAGE): tutorial-tui takes the image that is there. Or name a registry that gives the image to everybody with --keycloak-image: quay.io/keycloak/keycloak:TAG or docker.io/keycloak/keycloak:TAG.',
  },
  {
    id: 'image-unknown',
    area: 'registry',
    title: 'The registry has no such image',
    example: 'manifest for quay.io/keycloak/keycloak:99 not found: manifest unknown',
    patterns: [
      /manifest unknown/i,
      /manifest for \S+ not found/i,
      /repository does not exist/i,
      /name unknown/i,
      /invalid reference format/i,
    ],
    cause: 'The name or the tag of the image is misspelt, or the tag was never published.',
    wayOut:
      'Look the tag up at quay.io/repository/keycloak/keycloak, or leave --keycloak-image out: the default is a tested one.',
  },
  {
    id: 'registry-fault',
    area: 'registry',
    title: 'The registry has a fault of its own',
    example: 'received unexpected HTTP status: 502 Bad Gateway',
    patterns: [
      /received unexpected HTTP status: 5\d\d/i,
      /\b50[0234] (?:Bad Gateway|Internal Server Error|Service Unavailable|Gateway Time-?out)/i,
      /invalid status code from registry 5\d\d/i,
      /unexpected status (?:code|from) .*\b5\d\d /i,
    ],
    cause: 'The registry answers with an error of its own; quay.io has such hours.',
    wayOut:
      'Try again later, or name the other registry of the same image with --keycloak-image: quay.io/keycloak/keycloak:TAG or docker.io/keycloak/keycloak:TAG.',
  },
  {
    id: 'registry-unreachable',
    area: 'registry',
    title: 'The registry cannot be reached',
    example: 'Get "https://quay.io/v2/": dial tcp: lookup quay.io on 10.0.0.1:53: no such host',
    patterns: [
      /dial tcp\S*: lookup \S+.*: (?:no such host|server misbehaving|Temporary failure in name resolution)/i,
      /(?:registry|https?:\/\/\S+\/v2\/).*(?:no such host|connection refused|network is unreachable|no route to host)/i,
      /proxyconnect tcp/i,
    ],
    cause: 'The engine has no way to the registry: no network, no name service, or a proxy that it was not told of.',
    wayOut:
      'Get online, or bring the image on a file: docker pull IMAGE and docker save IMAGE -o keycloak.tar where there is a network, docker load -i keycloak.tar here. Or use --idp embedded.',
  },
  {
    id: 'registry-timeout',
    area: 'registry',
    title: 'The registry is too slow',
    example: 'Get "https://quay.io/v2/": net/http: TLS handshake timeout',
    patterns: [
      /i\/o timeout/i,
      /TLS handshake timeout/i,
      /Client\.Timeout exceeded/i,
      /context deadline exceeded/i,
      /unexpected EOF/i,
      /https?:\/\/\S+: EOF/,
    ],
    cause: 'The connection to the registry is slow or was cut, often by a proxy or VPN.',
    wayOut:
      'Try again; layers that arrived are kept. Or bring the image on a file from a machine that has it: docker save IMAGE -o keycloak.tar there, docker load -i keycloak.tar here.',
  },
  {
    id: 'disk-full',
    area: 'engine',
    title: 'A disk is full',
    example: 'write /var/lib/docker/tmp/GetImageBlob2021358019: no space left on device',
    patterns: [/no space left on device/i, /not enough space/i, /disk quota exceeded/i, /ENOSPC/],
    cause:
      'No room is left on this machine, or in the engine: Docker Desktop and virtual machines have a disk of their own. Keycloak needs about 1.5 GB while it is pulled.',
    wayOut:
      "df -h shows this machine's disks, docker system df the engine's. docker image prune and docker builder prune free what is left over.",
  },
  {
    id: 'image-broken',
    area: 'engine',
    title: 'The image is for another kind of machine',
    example: 'exec /opt/keycloak/bin/kc.sh: exec format error',
    patterns: [
      /exec format error/i,
      /no matching manifest for \S+/i,
      /image operating system "windows" cannot be used/i,
    ],
    cause: 'The image was made for another processor or operating system than this engine runs.',
    wayOut:
      'Take an image with several platforms, as quay.io/keycloak/keycloak is; switch Docker Desktop to Linux containers.',
  },
];
