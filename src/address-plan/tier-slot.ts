/** A tier of subnets and its place in an address plan. */
export interface TierSlot {
  /** The name of the tier, such as `private`. */
  readonly name: string;

  /**
   * The tier slot it holds: a whole number from 0 to the plan's `tierSlots` - 1.
   *
   * No two tiers of a network hold the same slot, and a tier keeps its slot for as long as its subnets are to stay.
   */
  readonly slot: number;
}
