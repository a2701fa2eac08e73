import type { Cell, Focus, Frame, Parts } from './frames';
import { partsOf } from './frames';
import type { Channels, Lanes, Track } from './lanes';
import { BEYOND, OUTSIDE, PORT, above, beside, lanesOf, tracksOf, widthOf } from './lanes';
import type { Box, Caption, Connection, Item, Picture } from './picture';
import { wiresOf } from './wires';
import type { ReachabilityRecord } from '../record/reachability-record';

/*
 * Models: the places of all boxes: VPCs below each other, in each of them zones side by side and tiers one below the other; peers on the right.
 * Law: boxes lie in the box that they are in, and no two others touch. Channels are as wide as their lanes. The same record makes the same picture.
 */

const MARGIN = 16;
const CAPTION = 62;
const HEADER = 30;
const BAND = 30;
const BAND_GAP = 22;

/** Sizes of boxes, in pixels. */
const SUBNET = { width: 208, line: 14, padding: 8 };
const ITEM = { height: 22, gap: 4 };
const GATEWAY = { width: 148, height: 30, gap: 12 };
const ENDPOINT = { width: 176, height: 26, gap: 6 };
const PEER = { width: 224, height: 34, gap: 14 };

export interface LaidOut {
  readonly boxes: Box[];
  readonly captions: Caption[];
  readonly channels: Channels;
}

/** Draw networks; extra wires are those of a path that routes alone do not show. */
export function layOut(record: ReachabilityRecord, focus: Focus = {}, extra: readonly Connection[] = []): Picture {
  const parts = partsOf(record, focus);
  const tracks = tracksOf(parts, extra);
  const lanes = lanesOf(tracks);
  const laid: LaidOut = { boxes: [], captions: [], channels: new Map() };
  let y = MARGIN;
  let right = MARGIN;
  for (const frame of parts.frames) {
    const box = placeFrame(frame, y, { lanes, tracks, laid });
    y = box.y + box.height + MARGIN * 2;
    right = Math.max(right, box.x + box.width);
  }
  const end = placePeers(parts, right, { lanes, tracks, laid });
  const bottom = Math.max(0, ...laid.boxes.map((box) => box.y + box.height));
  return {
    width: end + MARGIN, height: bottom + MARGIN, boxes: laid.boxes, captions: laid.captions,
    wires: wiresOf(tracks, { lanes, channels: laid.channels, boxes: laid.boxes }),
  };
}

interface Placing {
  readonly lanes: Lanes;
  readonly tracks: readonly Track[];
  readonly laid: LaidOut;
}

/** One VPC with the internet above it. */
function placeFrame(frame: Frame, top: number, placing: Placing): Box {
  const { lanes, laid } = placing;
  const { item, vpc, internet } = frame;
  const y = top + (internet === undefined ? 0 : BAND + BAND_GAP);
  const columns: number[] = [];
  let x = MARGIN + CAPTION;
  for (let column = 0; column <= frame.columns.length; column++) {
    laid.channels.set(beside(frame, column), x);
    x += widthOf(beside(frame, column), lanes);
    columns.push(x);
    x += column < frame.columns.length ? SUBNET.width : frame.endpoints.length > 0 ? ENDPOINT.width : 0;
  }
  const right = Math.max(x, columns[0] + frame.top.length * (GATEWAY.width + GATEWAY.gap)) + MARGIN;
  const bottom = placeInside(frame, { x: columns, y }, placing);
  const blocks = [...vpc.ipv4Blocks, ...vpc.ipv6Blocks.map(shortBlock)].join(' · ');
  const box: Box = { ...item, x: MARGIN, y, width: right - MARGIN, height: bottom - y, notes: [blocks] };
  laid.boxes.push(box, ...internet === undefined ? [] : [{ ...internet, x: MARGIN, y: top, width: box.width, height: BAND, notes: [] }]);
  return box;
}

/** Gateways, rows and endpoints; returns where the frame ends. */
function placeInside(frame: Frame, { x, y }: { readonly x: readonly number[]; readonly y: number }, placing: Placing): number {
  const { lanes, laid } = placing;
  const within = frame.item.id;
  frame.top.forEach((item, place) => laid.boxes.push({
    ...item, within, x: x[0] + place * (GATEWAY.width + GATEWAY.gap), y: y + HEADER, width: GATEWAY.width, height: GATEWAY.height, notes: [],
  }));
  let row = y + HEADER + (frame.top.length > 0 ? GATEWAY.height : 0);
  laid.channels.set(above(frame, 0), row);
  row += widthOf(above(frame, 0), lanes);
  frame.columns.forEach((zone, column) => laid.captions.push({ x: x[column], y: row + 12, text: zone?.replace(/^\$\{(.*)\}$/, '$1') ?? 'zone not known' }));
  row += ITEM.height;
  const first = row;
  frame.rows.forEach((tier, place) => {
    laid.captions.push({ x: MARGIN + 10, y: row + 16, text: tier === 'unknown' ? 'other' : tier });
    row = placeRow(frame, place, { x, y: row }, placing);
    if (place < frame.rows.length - 1) {
      laid.channels.set(above(frame, place + 1), row);
      row += widthOf(above(frame, place + 1), lanes);
    }
  });
  frame.endpoints.forEach((item, place) => laid.boxes.push({
    ...item, within, notes: [], width: ENDPOINT.width, height: ENDPOINT.height,
    x: x[frame.columns.length], y: first + place * (ENDPOINT.height + ENDPOINT.gap),
  }));
  const bottom = Math.max(row, first + frame.endpoints.length * (ENDPOINT.height + ENDPOINT.gap));
  laid.channels.set(above(frame, frame.rows.length), bottom);
  return bottom + widthOf(above(frame, frame.rows.length), lanes);
}

/** The subnets of a tier, those of one zone below each other; returns where the row ends. */
function placeRow(
  frame: Frame, row: number, { x, y }: { readonly x: readonly number[]; readonly y: number }, { tracks, laid }: Placing,
): number {
  return Math.max(...frame.columns.map((_, column) => {
    let top = y;
    for (const cell of frame.cells.filter((each) => each.column === column && each.row === row)) {
      top += placeSubnet(cell, { x: x[column], y: top, within: frame.item.id }, tracks, laid) + SUBNET.padding;
    }
    return top;
  }), y + ITEM.height);
}

function placeSubnet(
  { item, subnet, items }: Cell, { x, y, within }: { readonly x: number; readonly y: number; readonly within: string },
  tracks: readonly Track[], { boxes }: LaidOut,
): number {
  const { ipv4Block, ipv6Block } = subnet;
  const notes = [...ipv4Block === undefined ? [] : [ipv4Block], ...ipv6Block === undefined ? [] : [shortBlock(ipv6Block)]];
  const ports = tracks.filter(({ from }) => from === item.id).length;
  const header = Math.max(SUBNET.padding * 2 + SUBNET.line * (1 + notes.length), SUBNET.padding * 2 + PORT * ports);
  const height = header + items.length * (ITEM.height + ITEM.gap) + SUBNET.padding;
  boxes.push({ ...item, within, x, y, width: SUBNET.width, height, notes });
  items.forEach((each, place) => boxes.push({
    ...each, within: item.id, notes: [],
    x: x + SUBNET.padding, y: y + header + place * (ITEM.height + ITEM.gap), width: SUBNET.width - 2 * SUBNET.padding, height: ITEM.height,
  }));
  return height;
}

/** Peering connections and transit gateways, and the VPCs beyond them; returns where the picture ends. */
function placePeers({ peers, others }: Parts, right: number, { lanes, tracks, laid }: Placing): number {
  if (peers.length + others.length === 0) {
    return right;
  }
  laid.channels.set(OUTSIDE, right);
  const x = right + widthOf(OUTSIDE, lanes);
  const after = placeColumn(peers, x, tracks, laid);
  laid.channels.set(BEYOND, after);
  return placeColumn(others, after + widthOf(BEYOND, lanes), tracks, laid);
}

function placeColumn(items: readonly Item[], x: number, tracks: readonly Track[], { boxes }: LaidOut): number {
  let y = MARGIN;
  for (const item of items) {
    const height = Math.max(PEER.height, PORT * (2 + 2 * tracks.filter(({ from }) => from === item.id).length));
    boxes.push({ ...item, x, y, width: PEER.width, height, notes: [] });
    y += height + PEER.gap;
  }
  return items.length === 0 ? x : x + PEER.width;
}

/** A block of an allocation by its place in it alone: the allocation is the one of the VPC. */
export function shortBlock(block: string): string {
  return block.replace(/^(\/\d+) of [^ ]+.*?(?: at \+0x([0-9a-f]+))?$/, (_, length: string, offset?: string) => offset === undefined ? `IPv6 ${length}` : `IPv6 ${length} at +${shortOffset(offset)}`);
}

/** The network bits of an offset, without the 64 of hosts. */
function shortOffset(hexadecimal: string): string {
  return hexadecimal.length > 16 ? hexadecimal.slice(0, -16) : hexadecimal;
}
