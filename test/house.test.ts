import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOMS } from '../projenrc/rooms';

/*
 * The imports of src, types among them, held to the map of the house (projenrc/rooms.ts) and to the page that shows it.
 */

const ROOT = join(__dirname, '..');
const SRC = join(ROOT, 'src');

/** The one circle that there is: a network makes connections, and a connection is made for a network. Both are public. */
const PUBLIC_PAIR = ['connection/lambda-network.ts', 'connection/vpc-connection.ts'];

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The files that each file imports, for values or for types, or requires later. */
function importsOf(folder: string): Graph {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).sort();
  return new Map(files.map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const specifiers = [...text.matchAll(/(?:from|import\(|require\()\s*'(\.[^']+)'/g)].map((match) => match[1]);
    return [file, new Set(specifiers.map((specifier) => `${relative(folder, join(folder, dirname(file), specifier))}.ts`).filter((other) => files.includes(other)))];
  }));
}

/** The groups of nodes that reach each other (Tarjan). */
function circlesOf(graph: Graph): string[][] {
  const [index, low] = [new Map<string, number>(), new Map<string, number>()];
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) {
        visit(next);
      }
      if (stack.includes(next)) {
        low.set(node, Math.min(low.get(node)!, low.get(next)!));
      }
    }
    if (low.get(node) === index.get(node)) {
      const circle = stack.splice(stack.indexOf(node));
      circles.push(...circle.length > 1 ? [circle.sort()] : []);
    }
  };
  [...graph.keys()].forEach((node) => index.has(node) || visit(node));
  return circles;
}

function foldersOf(graph: Graph): Graph {
  const folders = new Map<string, Set<string>>();
  for (const [file, imported] of graph) {
    const own = folders.get(dirname(file)) ?? new Set();
    folders.set(dirname(file), own);
    imported.forEach((other) => dirname(other) !== dirname(file) && own.add(dirname(other)));
  }
  folders.delete('.');
  return folders;
}

const FILES = importsOf(SRC);
const FOLDERS = foldersOf(FILES);

test('a circle is found where there is one', () => {
  const graph = new Map(Object.entries({ a: ['b'], b: ['c'], c: ['a', 'd'], d: [] }).map(([node, next]) => [node, new Set(next)]));
  expect(circlesOf(graph)).toEqual([['a', 'b', 'c']]);
  expect(FILES.size).toBeGreaterThan(300);
});

test('no files import each other in a circle, types included, but for one public pair', () => {
  expect(circlesOf(FILES)).toEqual([PUBLIC_PAIR]);
});

test('no folders import each other in a circle', () => {
  expect(circlesOf(FOLDERS)).toEqual([]);
});

test('every folder is on the map, and every line of the map is a folder', () => {
  const folders = ['.', ...readdirSync(SRC, { recursive: true, encoding: 'utf8' })]
    .filter((name) => statSync(join(SRC, name)).isDirectory() && readdirSync(join(SRC, name)).some((file) => file.endsWith('.ts')));
  expect(folders.filter((folder) => folder !== '.').sort()).toEqual(Object.keys(ROOMS).sort());
});

test.each(Object.entries(ROOMS))('%s imports what the map says, all of it and no more', (room, { knows }) => {
  expect([...FOLDERS.get(room) ?? []].sort()).toEqual([...knows].sort());
});

test('the map goes from top to bottom: nothing knows what stands above it', () => {
  const order = Object.keys(ROOMS);
  const above = Object.entries(ROOMS).flatMap(([room, { knows }]) =>
    knows.filter((other) => order.indexOf(other) < order.indexOf(room)).map((other) => `${room} -> ${other}`));
  expect(above).toEqual([]);
});

test('docs/ARCHITECTURE.md shows the map, line by line', () => {
  const page = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
  const shown = [...page.matchAll(/^\| `src\/([\w/-]+)` \| (.*) \|$/gm)].map(([, room, what]) => [room, what]);
  expect(shown).toEqual(Object.entries(ROOMS).map(([room, { what }]) => [room, what]));
});
