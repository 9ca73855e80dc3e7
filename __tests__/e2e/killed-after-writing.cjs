/** Loaded into the program: kills its process the moment that it has written the file of this name. */
const { writeSync } = require('node:fs');
const promises = require('node:fs/promises');
const { syncBuiltinESMExports } = require('node:module');

const { open } = promises;
promises.open = async (path, ...others) => {
  const handle = await open(path, ...others);
  if (path !== process.env.KILLED_AFTER_WRITING || others[0] !== 'wx') return handle;
  handle.writeFile = async (text) => {
    writeSync(handle.fd, text);
    process.kill(process.pid, 'SIGKILL');
  };
  return handle;
};
syncBuiltinESMExports();
