import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { records } from './random-records';
import { drawSvg, svgFile } from '../../../src/analysis/picture/draw-svg';
import { layOut } from '../../../src/analysis/picture/lay-out';
import { UNLIT, litPath } from '../../../src/analysis/picture/lit-path';
import type { Box, Picture, Point, Wire } from '../../../src/analysis/picture/picture';
import type { ReachabilityRecord } from '../../../src/analysis/record/reachability-record';
import { recordOfFiles } from '../recording';

/*
 * R1: pictures of networks, as rectangles and lines alone, by a checker that knows nothing of channels.
 */

const CASES = join(__dirname, '../cases');
const TEMPLATES = readdirSync(CASES).flatMap((code) =>
  readdirSync(join(CASES, code)).filter((name) => /^(template|mended)\.yaml$/.test(name)).map((name) => join(CASES, code, name)));

function overlap(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}

function contains(outer: Box, inner: Box): boolean {
  const [right, bottom] = [outer.x + outer.width, outer.y + outer.height];
  return outer.x <= inner.x && outer.y <= inner.y && inner.x + inner.width <= right && inner.y + inner.height <= bottom;
}

/** The boxes around a box, and itself. */
function around(id: string, boxes: ReadonlyMap<string, Box>): readonly string[] {
  const within = boxes.get(id)?.within;
  return within === undefined ? [id] : [id, ...around(within, boxes)];
}

/** Tells whether a stretch passes through the inside of a box. */
function crosses([[x1, y1], [x2, y2]]: readonly [Point, Point], { x, y, width, height }: Box): boolean {
  return Math.min(x1, x2) < x + width && Math.max(x1, x2) > x && Math.min(y1, y2) < y + height && Math.max(y1, y2) > y;
}

function stretches(points: readonly Point[]): (readonly [Point, Point])[] {
  return points.slice(1).map((point, place) => [points[place], point] as const);
}

function problemsOf({ boxes: list, wires, width, height }: Picture): string[] {
  const boxes = new Map(list.map((box) => [box.id, box]));
  const problems: string[] = boxes.size === list.length ? [] : ['two boxes have one id'];
  list.forEach((box, place) => {
    const outer = box.within === undefined ? { x: 0, y: 0, width, height } as Box : boxes.get(box.within)!;
    if (!contains(outer, box)) {
      problems.push(`${box.id} sticks out of ${box.within ?? 'the picture'}`);
    }
    list.slice(place + 1).filter((other) => other.within === box.within && overlap(box, other))
      .forEach((other) => problems.push(`${box.id} and ${other.id} overlap`));
  });
  return [...problems, ...wires.flatMap((wire) => problemsOfWire(wire, boxes)), ...shared(wires)];
}

function problemsOfWire({ id, from, to, points }: Wire, boxes: ReadonlyMap<string, Box>): string[] {
  const own = new Set([...around(from, boxes), ...around(to, boxes)]);
  const all = stretches(points);
  const ends = [[boxes.get(from)!, points[0]], [boxes.get(to)!, points[points.length - 1]]] as const;
  return [
    ...all.some(([[x1, y1], [x2, y2]]) => x1 !== x2 && y1 !== y2) ? [`${id} is slanted`] : [],
    ...[...boxes.values()].filter((box) => !own.has(box.id) && all.some((stretch) => crosses(stretch, box))).map((box) => `${id} passes through ${box.id}`),
    ...ends.filter(([box, point]) => !isOnEdge(box, point)).map(([box]) => `${id} does not end at ${box.id}`),
  ];
}

function isOnEdge({ x: left, y: top, width, height }: Box, [x, y]: Point): boolean {
  const isInside = x >= left && x <= left + width && y >= top && y <= top + height;
  return isInside && (x === left || x === left + width || y === top || y === top + height);
}

/** Wires to different things that lie on each other for longer than a point. */
function shared(wires: Picture['wires']): string[] {
  const all = wires.flatMap(({ id, to, points }) => stretches(points).map((stretch) => ({ id, to, stretch })));
  return all.flatMap((one, place) => all.slice(place + 1)
    .filter((other) => other.to !== one.to && liesOn(one.stretch, other.stretch)).map((other) => `${one.id} lies on ${other.id}`));
}

function liesOn([[ax, ay], [bx, by]]: readonly [Point, Point], [[cx, cy], [dx, dy]]: readonly [Point, Point]): boolean {
  const meet = (a: number, b: number, c: number, d: number) => Math.min(Math.max(a, b), Math.max(c, d)) > Math.max(Math.min(a, b), Math.min(c, d));
  return ax === bx && cx === dx && ax === cx && meet(ay, by, cy, dy) || ay === by && cy === dy && ay === cy && meet(ax, bx, cx, dx);
}

/** The verdicts of each interface group: those of its first function. */
function verdictsOf({ network, answers, functions }: ReachabilityRecord) {
  return network.interfaceGroups.flatMap(({ functions: [first] }, group) => answers[functions[first].answers].map((verdict) => ({ group, verdict })));
}

/** All pictures of a record: of the networks, and of each verdict of each interface group. */
function picturesOf(record: ReachabilityRecord): Picture[] {
  const lit = verdictsOf(record).map(({ group, verdict }) => ({ group, lit: litPath(record, group, verdict) }));
  return [{ group: undefined, lit: UNLIT }, ...lit]
    .map(({ group, lit: { resources, extra } }) => layOut(record, { resources, ...group === undefined ? {} : { group } }, extra));
}

describe('R1: a picture of any network', () => {
  test('has boxes that hold what is in them and do not overlap, and wires of straight stretches past all other boxes', () => {
    fc.assert(fc.property(records, (record) => expect(problemsOf(layOut(record))).toEqual([])), { numRuns: 300 });
  });

  test('has each subnet, gateway, endpoint and peer of a VPC once', () => {
    fc.assert(fc.property(records, (record) => {
      const drawn = layOut(record).boxes.flatMap(({ kind, resource }) => ['subnet', 'gateway', 'endpoint', 'peer'].includes(kind) ? [resource!] : []);
      const { subnets, gateways, endpoints, peers } = record.network;
      expect([...drawn].sort()).toEqual([...subnets, ...gateways, ...endpoints, ...peers].map(({ resource }) => resource).sort());
    }), { numRuns: 300 });
  });

  test('is the same each time, whoever asks', () => {
    const copied = (record: ReachabilityRecord) => JSON.parse(JSON.stringify(record)) as ReachabilityRecord;
    fc.assert(fc.property(records, (record) => expect(svgFile(layOut(record), 'it')).toBe(svgFile(layOut(copied(record)), 'it'))), { numRuns: 50 });
  });

  test('has no text that is markup, whatever the names', () => {
    fc.assert(fc.property(records, (record) => {
      const svg = drawSvg(layOut(record), { title: 'it' });
      expect(svg.replace(/<(\/?(svg|g|rect|path|text|title|circle))( [\w-]+="[^"<>&]*(&#\d+;[^"<>&]*)*")*\/?>/g, '')).not.toMatch(/[<>]/);
    }), { numRuns: 200 });
  });

  test.each(TEMPLATES)('%s', (file) => {
    const record = recordOfFiles(file);
    expect(picturesOf(record).flatMap(problemsOf)).toEqual([]);
  });
});

describe('R1: a way that must be closed', () => {
  const [box] = layOut(recordOfFiles(join(CASES, 'NO_ROUTE_TO_DESTINATION', 'mended.yaml'))).boxes;
  const picture = { width: 1, height: 1, boxes: [box], wires: [], captions: [] };
  const highlight = { boxes: new Map([[box.id, 'reachable' as const]]), wires: new Map(), marks: [] };

  test('has another look than one that may be open', () => {
    expect(drawSvg(picture, { title: 'it', highlight: { ...highlight, isForbidden: true } })).toContain('class="picture forbidden"');
    expect(drawSvg(picture, { title: 'it', highlight })).toContain('class="picture"');
  });
});

describe('R1: what is lit', () => {
  const all = TEMPLATES.map((file) => recordOfFiles(file));

  test('is drawn, and everything in the way has a mark at a box that is there', () => {
    const missing = all.flatMap((record) => verdictsOf(record).flatMap(({ group, verdict }) => {
      const lit = litPath(record, group, verdict);
      const { boxes } = layOut(record, { resources: lit.resources, group }, lit.extra);
      const drawn = new Set(boxes.map(({ id }) => id));
      const wanted = new Set(verdict.from.flatMap(([subnet, , path]) => subnet === null ? [] : record.paths[path].obstacles));
      const marked = new Set(lit.marks.flatMap(({ obstacles }) => obstacles));
      const unmarked = [...wanted].filter((place) => !marked.has(place)).map((place) => record.obstacles[place].code);
      return [...lit.marks.map(({ box }) => box).filter((id) => !drawn.has(id)), ...unmarked];
    }));
    expect(missing).toEqual([]);
  });

  test('has a wire to the internet where it is reached through a gateway', () => {
    const reached = all.flatMap((record) => verdictsOf(record)
      .filter(({ verdict: { destination, verdict, from } }) => destination === 'internet' && verdict === 'reachable'
        && from.every(([, , path]) => record.paths[path].hops.some(({ kind }) => kind === 'internet-gateway')))
      .map(({ group, verdict }) => [...litPath(record, group, verdict).wires.keys()].some((wire) => wire.includes('>internet@'))));
    expect(reached.length).toBeGreaterThan(10);
    expect(new Set(reached)).toEqual(new Set([true]));
  });
});
