import type { ResourceId } from './source';

/*
 * Models: what the role of a function lets its code call, as far as the policies of templates say.
 */

/** Calls that are sent to one place. */
export interface GrantedCalls {
  /** The endpoint names of AWS services, or `internet`, any of which would do. The first one is what most calls need. */
  readonly places: readonly string[];

  /** The actions, as the policies have them. */
  readonly actions: readonly string[];
}

/** The grants of a role. */
export interface Grants {
  /** The name of the role: equal names are the same role. */
  readonly role: ResourceId;

  /** The calls that are surely allowed and surely the code's own. */
  readonly calls: readonly GrantedCalls[];

  /** All places to which a call may be allowed; undefined when policies may allow more than what is read. */
  readonly mayCall?: ReadonlySet<string>;
}
