import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderFindingCatalogue } from '../scripts/findings';

test('docs/FINDINGS.md is up to date: npx ts-node --project tsconfig.dev.json scripts/write-findings.ts', () => {
  expect(readFileSync(join(__dirname, '../docs/FINDINGS.md'), 'utf8')).toBe(renderFindingCatalogue());
});
