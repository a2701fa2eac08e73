import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOMS } from '../projenrc/rooms';

/* Writes the map of the house (projenrc/rooms.ts) into docs/ARCHITECTURE.md, in place of the one that is there. */

const PAGE = join(__dirname, '../docs/ARCHITECTURE.md');
const MAP = /(\| folder \| what is in it \|\n\|---\|---\|\n)(?:\| `src\/.*\n)*/;

const rows = Object.entries(ROOMS).map(([room, { what }]) => `| \`src/${room}\` | ${what} |\n`).join('');
writeFileSync(PAGE, readFileSync(PAGE, 'utf8').replace(MAP, (_, head: string) => `${head}${rows}`));
