/** Stands in the bundle for what packages load, and this program never uses (LEFT_OUT in build.js). */
module.exports = {};
