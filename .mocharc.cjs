const { availableParallelism } = require('node:os');

/** The slowest files first; a job for each processor. */
module.exports = {
  spec: [
    'dist/test/*.test.js',
    'dist/test/reliability/*.test.js',
    'dist/test/{cli,app}/**/*.test.js',
    'dist/test/!(reliability|cli|app)/**/*.test.js',
  ],
  parallel: true,
  jobs: availableParallelism(),
  'forbid-only': true,
  timeout: 300_000,
  'enable-source-maps': true,
};
