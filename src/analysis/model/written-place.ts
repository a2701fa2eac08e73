import type { Source } from './source';

/*
 * Models: lines of files, so that whatever is said of a resource can be shown where somebody wrote it.
 */

/** A line of a file. */
export interface WrittenPlace {
  /** A relative URI, with its characters escaped. */
  readonly uri: string;

  /** Tells whether the URI is relative to the working directory. That of a file outside of it has nothing but the name of the file. */
  readonly isInWorkingDirectory: boolean;

  /** The line, counted from 1. */
  readonly line: number;
}

/** Something that may be written somewhere. */
export type Written = Pick<Source, 'id' | 'template' | 'logicalId' | 'constructPath'>;

/** Says where things are written. */
export interface WrittenPlaces {
  /** The line of the program that makes it, else that of the template; undefined for what is written nowhere. */
  readonly placeOf: (thing: Written) => WrittenPlace | undefined;

  /** The place of what is said of no resource, or of one that is written nowhere. */
  readonly otherwise: WrittenPlace;

  /** The reason for which somebody acknowledges a code at a resource; undefined when nobody does. */
  readonly acknowledgement: (thing: Written, code: string) => string | undefined;
}
