/** The stack server's registry. */
export const STACK_FOLDER = 'stack';
/** The marks of the processes that a run has started, one a line. */
export const PROCESSES_FILE = 'processes.ndjson';
/** The servers of others that the run was given, by their origins: a lab that one of them belongs to is in use. */
export const SERVERS_FILE = 'servers.json';
/** Of a lab that `up` leaves standing: what it is. */
export const LAB_FILE = 'lab.json';
/** Its addresses, as variables. */
export const ENV_FILE = 'lab.env';

/** What a run's folder holds only as long as the run goes on, beside the mark of its owner. */
export const PASSING: readonly string[] = [
  STACK_FOLDER,
  PROCESSES_FILE,
  SERVERS_FILE,
  ENV_FILE,
  LAB_FILE,
  `${LAB_FILE}.new`,
];
