/*
 * Models: the sections of a template, by the names of what stands in them.
 */

/** The sections of a template. */
export interface Sections {
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly mappings: ReadonlyMap<string, unknown>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, unknown>;
  readonly outputs: ReadonlyMap<string, unknown>;

  /** Why the template may become another one. */
  readonly rewritten?: Rewriting;
}

/** Something that may make another template of one. */
export interface Rewriting {
  readonly reason: string;

  /** What there is to do. */
  readonly mend: string;
}
