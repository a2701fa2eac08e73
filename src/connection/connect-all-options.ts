import type { Destination } from './destination';

/** The functions that are put into a network, and their destinations. */
export interface ConnectAllOptions {
  /**
   * The destinations of functions of the app that `destinationsFor` does not name. A function of a library has those that its library needs.
   *
   * @default - nothing is opened for functions of the app, and a warning for each says so
   */
  readonly destinations?: Destination[];

  /**
   * The destinations of single functions, by their construct paths (below the stage, where the app has stages) or their construct ids. A function of a library
   * has them beside those that its library needs.
   *
   * A path goes before an id.
   *
   * @default - all functions of the app talk to the same
   */
  readonly destinationsFor?: { [pathOrId: string]: Destination[] };

  /**
   * Functions that are left out, by their construct paths or ids, or by the paths of constructs that they lie in.
   *
   * @default - none
   */
  readonly leaveOut?: string[];
}
