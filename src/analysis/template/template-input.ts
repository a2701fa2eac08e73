import type { NetworkModel } from '../model/network';
import type { ReadingNote } from '../model/reading-note';
import type { ToldValues } from '../model/told-values';

/*
 * Models: the input of the analysis: templates as data, with what is known of the stacks they are for. Whoever reads the disk
 * makes it; nothing here knows of files.
 */

export type { ReadingNote };

/** A stack that a template is for. */
export interface StackIdentity {
  readonly name: string;

  /** Undefined when it is not known before deployment. */
  readonly account?: string;
  readonly region?: string;

  /** How the CDK command line calls the stack, such as `Prod/Orders`. */
  readonly displayName?: string;
}

/** One template. */
export interface TemplateInput {
  /** Its file name, or what else tells it apart; unique among the templates of a set. */
  readonly name: string;

  /** Undefined for a template that is not known to be for a certain stack. */
  readonly stack?: StackIdentity;

  /** The file that it was read from, as it was found; undefined for what was in none. */
  readonly file?: string;

  /** The parsed content. */
  readonly body: unknown;

  /** Values given to its parameters, by name. */
  readonly parameters?: ReadonlyMap<string, string>;

  /** The templates of its nested stacks, by logical id. */
  readonly nested: ReadonlyMap<string, TemplateInput>;

  /** Construct paths by logical id, where the template's own metadata does not have them. */
  readonly constructPaths?: ReadonlyMap<string, string>;
}

/** Templates that are deployed beside each other. */
export interface TemplateSet {
  readonly templates: readonly TemplateInput[];

  /** What could not be found when they were gathered. */
  readonly notes?: readonly ReadingNote[];

  /** The network that is there already, as a snapshot has it: what templates name by its id in AWS. */
  readonly existing?: NetworkModel;

  /** Values that exports and parameters of Systems Manager have in the account. */
  readonly told?: ToldValues;
}
