import type { Place, Tier } from '../record/reachability-record';

/*
 * Models: a picture of networks: rectangles in rectangles, and wires of horizontal and vertical lines between them.
 */

export type BoxKind = 'internet' | 'vpc' | 'other-vpc' | 'subnet' | 'functions' | 'listener' | 'gateway' | 'endpoint' | 'peer' | 'more';

/** A thing that is drawn, before it has a place. */
export interface Item {
  /** Unique in a picture, and the same in each picture of the same record. */
  readonly id: string;
  readonly kind: BoxKind;

  /** The text in the box, as long as it is. */
  readonly label: string;

  /** The whole name, as reports have it. */
  readonly title: string;

  /** The resource in the record. */
  readonly resource?: Place;

  /** The place of an interface group in the record. */
  readonly group?: Place;

  /** The tier of a subnet. */
  readonly tier?: Tier;
}

export interface Box extends Item {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;

  /** The box in which it is. */
  readonly within?: string;

  /** Further lines of text below the label, such as address blocks. */
  readonly notes: readonly string[];
}

export type Point = readonly [x: number, y: number];

export interface Wire {
  /** Made of the ids of both ends. */
  readonly id: string;
  readonly from: string;
  readonly to: string;

  /** The corners, from one end to the other. */
  readonly points: readonly Point[];
}

/** A word beside the boxes: the name of a zone or a tier. */
export interface Caption {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly captions: readonly Caption[];
}

/** Two ends that a wire connects. */
export interface Connection {
  readonly from: string;
  readonly to: string;
}

export function wireId({ from, to }: Connection): string {
  return `${from}>${to}`;
}
