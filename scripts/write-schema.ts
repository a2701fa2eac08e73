import { writeFileSync } from 'fs';
import { join } from 'path';
import { SCHEMAS, schemaOf } from './schemas';

/*
 * Writes the JSON Schemas of what machines read. Run it when a type has changed from which one is made; a test tells.
 */

for (const file of Object.keys(SCHEMAS)) {
  writeFileSync(join(__dirname, '..', 'docs', file), schemaOf(file));
}
