/** Loaded into a process that is measured, says whenever it is asked how many microseconds of a core it has used so far. */
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpu: user + system });
});
// It ends as it would without being measured.
process.channel.unref();
