import { fitted } from './names';
import type { Box, Picture, Point, Wire } from './picture';
import type { VerdictKind } from '../model/verdict';
import { escapeLine, escapeXml } from '../report/escape';

/*
 * Models: a picture as SVG. Colors are variables of CSS, so that a page and its reader choose them; a file of its own brings them along.
 * Law: names are text and never markup; what is lit differs in more than color: wires are thicker, and marks have a letter.
 */

/** The marks of a path. */
export interface DrawnMark {
  readonly box: string;

  /** The letter in it: a cross for what is in the way, a question mark for what is not known. */
  readonly letter: '✕' | '?';
  readonly title: string;
}

/** The boxes, wires and marks that stand out. */
export interface Highlight {
  /** The verdicts that give lit boxes and wires their color, by their ids. */
  readonly boxes: ReadonlyMap<string, VerdictKind>;
  readonly wires: ReadonlyMap<string, VerdictKind>;
  readonly marks: readonly DrawnMark[];

  /** Tells whether the way must be closed: then one that is open has the color of what is wrong. */
  readonly isForbidden?: boolean;

  /** The interface group that is chosen. */
  readonly group?: number;
}

const NOTHING: Highlight = { boxes: new Map(), wires: new Map(), marks: [] };

/** The looks of pictures. Text is black on white, or the other way around, at a contrast of more than 4.5 to 1. */
export const PICTURE_STYLE = [
  '.picture{--ink:#1b2733;--soft:#52606d;--line:#9aa8b5;--paper:#fff;--vpc:#f5f8fb;--public:#e6f4ea;--private:#e7f0fb;--isolated:#f1ecf9;--other:#eef0f2;--chip:#fff;--good:#137a3b;--bad:#b3261e;--open:#8a5a00}',
  '@media (prefers-color-scheme:dark){.picture{--ink:#e8edf2;--soft:#aab6c2;--line:#5d6b79;--paper:#12181e;--vpc:#18212a;--public:#173223;--private:#172b42;--isolated:#2a2140;--other:#222a31;--chip:#0f151b;--good:#5fd38d;--bad:#ff8a80;--open:#f2c14e}}',
  '@media print{.picture{--ink:#000;--soft:#333;--line:#777;--paper:#fff;--vpc:#fff;--public:#fff;--private:#fff;--isolated:#fff;--other:#fff;--chip:#fff;--good:#0b5c2b;--bad:#8c1d18;--open:#6b4500}}',
  '.picture text{font:12px system-ui,sans-serif;fill:var(--ink)}.picture .note{font-size:10.5px;fill:var(--soft)}.picture .caption{paint-order:stroke;stroke:var(--vpc);stroke-width:5px}.picture .caption{font-size:11.5px;fill:var(--soft);font-weight:600}',
  '.picture .box rect{fill:var(--chip);stroke:var(--line)}.picture .vpc rect{fill:var(--vpc);stroke:var(--soft)}.picture text.heading{font-size:12px;fill:var(--ink)}',
  '.picture .subnet rect{fill:var(--other)}.picture .tier-public rect{fill:var(--public)}.picture .tier-private rect{fill:var(--private)}.picture .tier-isolated rect{fill:var(--isolated)}',
  '.picture .internet rect,.picture .other-vpc rect{stroke-dasharray:5 3}.picture .functions rect{stroke:var(--ink);stroke-width:1.2}.picture .functions text{font-weight:600}.picture .more rect{stroke:none;fill:none}',
  '.picture .wire{fill:none;stroke:var(--line);stroke-width:1.3}.picture .lit rect{stroke-width:2.2;stroke:var(--path)}.picture .wire.lit{stroke:var(--path);stroke-width:3}',
  '.picture .reachable{--path:var(--good)}.picture .blocked{--path:var(--bad)}.picture .inconclusive{--path:var(--open)}.picture.forbidden .reachable{--path:var(--bad)}.picture.forbidden .blocked{--path:var(--good)}.picture .chosen rect{stroke-width:2.6}',
  '.picture .mark circle{fill:var(--bad)}.picture .mark.unsure circle{fill:var(--open)}.picture .mark text{fill:var(--paper);font-weight:700;text-anchor:middle}',
  '.picture [role=button]{cursor:pointer}.picture [role=button]:focus{outline:none}.picture [role=button]:focus-visible rect{stroke:var(--ink);stroke-width:3}',
].join('\n');

/** A file of its own, for documents and pull requests. */
export function svgFile(picture: Picture, title: string, highlight: Highlight = NOTHING): string {
  return drawSvg(picture, { title, highlight, style: `<style>${PICTURE_STYLE}</style><rect width="100%" height="100%" fill="var(--paper)"/>` });
}

interface Drawing {
  readonly title: string;
  readonly highlight?: Highlight;
  readonly style?: string;

  /** Tells whether the functions are buttons of a page. */
  readonly isInteractive?: boolean;
}

/** The picture as an element of SVG. */
export function drawSvg(picture: Picture, { title, highlight = NOTHING, style = '', isInteractive = false }: Drawing): string {
  const { width, height, boxes, wires, captions } = picture;
  const outlines = ['vpc', 'subnet'].flatMap((kind) => boxes.filter((box) => box.kind === kind));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture${highlight.isForbidden === true ? ' forbidden' : ''}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${isInteractive ? 'group' : 'img'}" aria-label="${text(title)}">`,
    style,
    ...outlines.map((box) => drawBox(box, highlight, isInteractive)),
    ...sortedWires(wires, highlight).map((wire) => drawWire(wire, highlight)),
    ...captions.map(({ x, y, text: caption }) => `<text class="caption" x="${x}" y="${y}">${text(fitted(caption, CAPTION_CHARACTERS))}</text>`),
    ...boxes.filter(({ kind }) => kind === 'vpc').map(drawHeading),
    ...boxes.filter((box) => !isOutline(box)).map((box) => drawBox(box, highlight, isInteractive)),
    ...highlight.marks.map((mark) => drawMark(mark, boxes)),
    '</svg>',
  ].join('');
}

const CAPTION_CHARACTERS = 30;
const CHARACTER = 6.6;
const RADIUS = 5;

/** Boxes that hold others are drawn below the wires. */
function isOutline({ kind }: Pick<Box, 'kind'>): boolean {
  return kind === 'vpc' || kind === 'subnet';
}

/** Lit wires lie on the others. */
function sortedWires(wires: readonly Wire[], { wires: lit }: Highlight): readonly Wire[] {
  return [...wires.filter(({ id }) => !lit.has(id)), ...wires.filter(({ id }) => lit.has(id))];
}

function drawBox({ id, kind, x, y, width, height, label, title, notes, group, tier }: Box, highlight: Highlight, isInteractive: boolean): string {
  const classes = ['box', kind, ...tier === undefined ? [] : [`tier-${tier}`], ...litAs(highlight.boxes.get(id)), ...group !== undefined && group === highlight.group ? ['chosen'] : []];
  const most = Math.floor((width - 14) / CHARACTER);
  const isOne = notes.length === 0 && !isOutline({ kind });
  const first = isOne ? y + height / 2 + 4 : y + 18;
  const button = isInteractive && kind === 'functions' ? ` role="button" tabindex="0" data-group="${group}"` : '';
  const words = kind === 'vpc' ? [] : [
    `<text class="label" x="${x + 8}" y="${first}">${text(fitted(label, most))}</text>`,
    ...notes.map((note, place) => `<text class="note" x="${x + 8}" y="${first + 14 * (place + 1)}">${text(fitted(note, most + 4))}</text>`),
  ];
  return `<g class="${classes.join(' ')}"${button}><title>${text(title)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${kind === 'vpc' ? 8 : 4}"/>${words.join('')}</g>`;
}

/** The name of a VPC, above the wires that leave it. */
function drawHeading({ x, y, width, label, notes }: Box): string {
  return `<text class="caption heading" x="${x + 10}" y="${y + 18}">${text(fitted(`${label}   ${notes.join(' ')}`, Math.floor((width - 20) / CHARACTER)))}</text>`;
}

function litAs(verdict: VerdictKind | undefined): readonly string[] {
  return verdict === undefined ? [] : ['lit', verdict];
}

function drawWire({ id, points }: Wire, { wires }: Highlight): string {
  return `<path class="${['wire', ...litAs(wires.get(id))].join(' ')}" d="${rounded(points)}"/>`;
}

/** Lines with round corners. */
function rounded(points: readonly Point[]): string {
  return points.map(([x, y], place) => {
    const [before, after] = [points[place - 1], points[place + 1]];
    if (before === undefined) {
      return `M${x} ${y}`;
    }
    if (after === undefined) {
      return `L${x} ${y}`;
    }
    const [fromX, fromY] = towards([x, y], before);
    const [toX, toY] = towards([x, y], after);
    return `L${fromX} ${fromY}Q${x} ${y} ${toX} ${toY}`;
  }).join('');
}

/** A point near a corner, on the way to another one. */
function towards([x, y]: Point, [otherX, otherY]: Point): Point {
  const length = Math.abs(otherX - x) + Math.abs(otherY - y);
  const step = Math.min(RADIUS, length / 2);
  return [x + Math.sign(otherX - x) * step, y + Math.sign(otherY - y) * step];
}

function drawMark({ box, letter, title }: DrawnMark, boxes: readonly Box[]): string {
  const at = boxes.find(({ id }) => id === box);
  return at === undefined ? '' : [
    `<g class="mark${letter === '?' ? ' unsure' : ''}"><title>${text(title)}</title>`,
    `<circle cx="${at.x + at.width - 4}" cy="${at.y + 4}" r="9"/><text x="${at.x + at.width - 4}" y="${at.y + 8}">${letter}</text></g>`,
  ].join('');
}

function text(value: string): string {
  return escapeXml(escapeLine(value));
}
