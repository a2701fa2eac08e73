import type { Channels, Lanes, Track } from './lanes';
import { PORT, laneAt } from './lanes';
import type { Box, Point, Wire } from './picture';
import { wireId } from './picture';

/*
 * Models: the corners of wires, once boxes and channels have places.
 * Law: every stretch is horizontal or vertical; it lies in the lane of its channel, or goes straight from a lane to the nearest box.
 */

interface Places {
  readonly lanes: Lanes;
  readonly channels: Channels;
  readonly boxes: readonly Box[];
}

export function wiresOf(tracks: readonly Track[], places: Places): readonly Wire[] {
  const boxes = new Map(places.boxes.map((box) => [box.id, box]));
  const ports = new Map<string, number>();
  return tracks.map((track) => {
    const start = `${track.leaves} of ${track.from}`;
    const port = ports.get(start) ?? 0;
    ports.set(start, port + 1);
    return { id: wireId(track), from: track.from, to: track.to, points: corners(track, port, { ...places, boxes }) };
  });
}

function corners({ from, to, legs, leaves, enters }: Track, port: number, { boxes, lanes, channels }: Omit<Places, 'boxes'> & { readonly boxes: ReadonlyMap<string, Box> }): readonly Point[] {
  let [x, y] = leaving(boxes.get(from)!, leaves, port);
  const points: Point[] = [[x, y]];
  for (const { axis, channel } of legs) {
    const lane = laneAt(channel, to, lanes, channels);
    [x, y] = axis === 'vertical' ? [lane, y] : [x, lane];
    points.push([x, y]);
  }
  const end = boxes.get(to)!;
  const middle = end.y + end.height / 2;
  switch (enters) {
    case 'left':
      points.push([x, middle], [end.x, middle]);
      break;
    case 'right': {
      const side = end.y + PORT * (1 + lanes.get(legs[0].channel)!.indexOf(to));
      points.push([x, side], [end.x + end.width, side]);
      break;
    }
    case 'bottom': {
      const column = leaves === 'top' ? x : end.x + end.width / 2;
      points.push([column, y], [column, end.y + end.height]);
    }
  }
  return points.filter(([px, py], place) => place === 0 || px !== points[place - 1][0] || py !== points[place - 1][1]);
}

function leaving({ x, y, width }: Box, side: Track['leaves'], port: number): Point {
  switch (side) {
    case 'top':
      return [x + width / 2, y];
    case 'left':
      return [x, y + PORT * (port + 1) + 3];
    case 'right':
      return [x + width, y + PORT * (port + 1)];
  }
}
