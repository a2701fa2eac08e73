import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPosture } from './posture';

writeFileSync(join(__dirname, '../docs/posture.md'), renderPosture());
