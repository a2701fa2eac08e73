/*
 * Models: what is said of an input that is not read as it is written.
 */

/** Something that could not be read. */
export interface ReadingNote {
  /** The template, and the logical id when it is about one resource. */
  readonly template: string;
  readonly logicalId?: string;

  /** One sentence, lower case and without full stop. */
  readonly reason: string;

  /** What there is to do; of a note that nothing can be said of, to look at the template. */
  readonly mend?: string;

  /** Tells whether CloudFormation refuses the template for it. */
  readonly isInvalid?: boolean;
}
