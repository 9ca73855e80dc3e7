/** This machine, as clients on it and in containers on it call it. */
const LOCAL = String.raw`(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|host\.(?:docker|containers)\.internal)(?::\d+)?`;

/** A Host header that names this machine. */
export const LOCAL_HOST = new RegExp(`^${LOCAL}$`, 'i');
/** An Origin header of a page that this machine serves. */
export const LOCAL_ORIGIN = new RegExp(`^https?://${LOCAL}$`, 'i');
/** An address to listen on that nobody else on the network reaches. */
export const LOOPBACK_ADDRESS = /^(?:localhost|127(?:\.\d+){3}|::1)$/;
