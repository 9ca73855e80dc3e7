/** Stands in the bundle for what dockerode loads and this program never uses: engines over ssh, and builds over gRPC. */
module.exports = {};
