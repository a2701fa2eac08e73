import type { Cell, Frame, Parts } from './frames';
import type { Connection } from './picture';
import { wireId } from './picture';

/*
 * Models: the channels between boxes, in which wires run, and the lane that each has there.
 * Law: wires to one thing share a lane, so that they are seen as one; wires to different things never lie on each other.
 */

/** A stretch of a wire: down or up a vertical channel, or along a horizontal one. */
export interface Leg {
  readonly axis: 'vertical' | 'horizontal';

  /** The name of the channel. */
  readonly channel: string;
}

/** The way of a wire, before channels have places. */
export interface Track extends Connection {
  readonly legs: readonly Leg[];

  /** The side at which the wire leaves its first box. */
  readonly leaves: 'left' | 'right' | 'top';

  /** The side at which it comes into its last one. */
  readonly enters: 'left' | 'right' | 'bottom';
}

/** Between the VPCs and what connects them, and between that and other VPCs. */
export const OUTSIDE = 'outside';
export const BEYOND = 'beyond';

/** The vertical channel left of a column of a frame; the one after the last column is left of the endpoints. */
export function beside(frame: Frame, column: number): string {
  return `${frame.item.id} beside ${column}`;
}

/** The horizontal channel above a row of a frame; the one after the last row is at the bottom. */
export function above(frame: Frame, row: number): string {
  return `${frame.item.id} above ${row}`;
}

/** The ways of all wires. */
export function tracksOf(parts: Parts, extra: readonly Connection[] = []): readonly Track[] {
  const known = new Set<string>();
  return [...parts.connections, ...extra].flatMap((connection) => {
    const isNew = !known.has(wireId(connection));
    known.add(wireId(connection));
    return isNew ? trackOf(parts, connection) : [];
  });
}

function trackOf({ frames, peers, others }: Parts, { from, to }: Connection): Track[] {
  const isPeer = (id: string) => peers.some((peer) => peer.id === id);
  const frame = frames.find(({ item, cells, top }) => [item, ...top, ...cells.map((cell) => cell.item)].some(({ id }) => id === from));
  if (isPeer(from)) {
    return others.some(({ id }) => id === to) ? [{ from, to, leaves: 'right', enters: 'left', legs: [vertical(BEYOND)] }]
      : frames.some(({ item }) => item.id === to) ? [{ from, to, leaves: 'left', enters: 'right', legs: [vertical(OUTSIDE)] }] : [];
  }
  const cell = frame?.cells.find(({ item }) => item.id === from);
  if (frame === undefined || cell === undefined) {
    return frame?.internet?.id === to ? [{ from, to, leaves: 'top', enters: 'bottom', legs: [] }] : [];
  }
  const ends = isPeer(to) ? { legs: [horizontal(above(frame, frame.rows.length)), vertical(OUTSIDE)], enters: 'left' as const } : within(frame, cell, to);
  return ends === undefined ? [] : [{ from, to, leaves: 'left', ...ends, legs: [vertical(beside(frame, cell.column)), ...ends.legs] }];
}

function within(frame: Frame, { column, row }: Cell, to: string): Pick<Track, 'legs' | 'enters'> | undefined {
  if (frame.top.some(({ id }) => id === to)) {
    return { legs: [horizontal(above(frame, 0))], enters: 'bottom' };
  }
  if (frame.endpoints.some(({ id }) => id === to)) {
    return { legs: [horizontal(above(frame, row + 1)), vertical(beside(frame, frame.columns.length))], enters: 'left' };
  }
  const place = frame.cells.find(({ items }) => items.some(({ id }) => id === to));
  return place === undefined ? undefined
    : { enters: 'left', legs: place.column === column ? [] : [horizontal(above(frame, place.row)), vertical(beside(frame, place.column))] };
}

function vertical(channel: string): Leg {
  return { axis: 'vertical', channel };
}

function horizontal(channel: string): Leg {
  return { axis: 'horizontal', channel };
}

/** The lanes of each channel, in order, by the things to which they lead. */
export type Lanes = ReadonlyMap<string, readonly string[]>;

export function lanesOf(tracks: readonly Track[]): Lanes {
  const lanes = new Map<string, string[]>();
  for (const { to, legs } of tracks) {
    for (const { channel } of legs) {
      const own = lanes.get(channel) ?? [];
      lanes.set(channel, own);
      if (!own.includes(to)) {
        own.push(to);
      }
    }
  }
  return lanes;
}

/** Pixels between lanes, and the least width of a channel. */
const LANE = 8;
const CHANNEL = 16;

/** Pixels between the wires that leave a box. */
export const PORT = 5;

/** The beginning of each channel on its axis. */
export type Channels = Map<string, number>;

/** The place of a lane in its channel. */
export function laneAt(channel: string, to: string, lanes: Lanes, channels: Channels): number {
  return channels.get(channel)! + LANE * (lanes.get(channel)!.indexOf(to) + 1);
}

export function widthOf(channel: string, lanes: Lanes): number {
  return Math.max(CHANNEL, LANE * ((lanes.get(channel)?.length ?? 0) + 1));
}
