import type { Construct } from 'constructs';
import type { FunctionSecurityGroup } from './function-security-group';
import type { NetworkFacts } from './network-facts';
import type { DeclaredDestination } from '../metadata/declared-destination';

/** The surroundings of a function when its destinations are declared. */
export interface DeclareContext {
  /** The construct that an error points at. */
  readonly scope: Construct;
  readonly network: NetworkFacts;
}

/** The surroundings of a function when its destinations are opened. */
export interface OpenContext extends DeclareContext {
  readonly securityGroup: FunctionSecurityGroup;

  /** Everything the function declared: one destination may be reached on the way to another. */
  readonly declared: readonly DeclaredDestination[];
}

/** The kind of thing that a `Destination` stands for. Each kind has one implementation. */
export interface Target {
  /** State the destination as data, or refuse it when this network cannot have it. */
  declare(context: DeclareContext): DeclaredDestination;

  /**
   * The same text for destinations that allow the same, whatever the network is like at the moment.
   *
   * Undefined when that cannot be told, so that nobody else is taken to allow it.
   */
  identity(): string | undefined;

  /** State as data that the destination must not be reached, or refuse one of which that cannot be proven. */
  forbid(context: DeclareContext): DeclaredDestination;

  /** Let the function's traffic to the destination out, and in at the other end where that end is ours. */
  open(context: OpenContext): void;
}
