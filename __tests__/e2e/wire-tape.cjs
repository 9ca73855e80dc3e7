/** Loaded into the program and its parts: writes all that leaves them over a socket into a file, as it is, secrets and all. */
const { appendFileSync } = require('node:fs');
const { Socket } = require('node:net');

const { write } = Socket.prototype;
Socket.prototype.write = function (chunk, ...others) {
  if (this.remotePort !== undefined)
    appendFileSync(process.env.WIRE_TAPE, typeof chunk === 'string' ? chunk : Buffer.from(chunk));
  return write.call(this, chunk, ...others);
};
