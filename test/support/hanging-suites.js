// jest compiles tests, but not reporters
require('ts-node').register({ transpileOnly: true, project: require('path').join(__dirname, '../../tsconfig.dev.json') });
module.exports = require('./hanging-suites.ts').default;
