import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderFindingCatalogue } from './findings';

writeFileSync(join(__dirname, '../docs/FINDINGS.md'), renderFindingCatalogue());
