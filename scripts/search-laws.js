// Tries every law with new inputs, round by round, until one fails: npx projen laws [rounds, 10 by default]. The seed of a round is printed
// before it, and LAWS_SEED=<seed> npx jest <file> tries the same inputs again.
const { spawnSync } = require('node:child_process');
const { randomInt } = require('node:crypto');

const rounds = Number(process.argv[2] ?? 10);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`expected a number of rounds of 1 or more, received ${process.argv[2]}`);
  process.exit(2);
}
for (let round = 1; round <= rounds; round++) {
  const seed = String(randomInt(2 ** 31));
  console.log(`round ${round} of ${rounds}: LAWS_SEED=${seed}`);
  const { status } = spawnSync('jest', ['laws\\.test\\.ts$', '--silent'], { stdio: 'inherit', env: { ...process.env, LAWS_SEED: seed, TEMPLATES: 'trust' } });
  if (status !== 0) {
    process.exit(1);
  }
}
