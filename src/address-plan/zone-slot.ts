/** An Availability Zone and its place in an address plan. */
export interface ZoneSlot {
  /** The zone, by the name the network calls it, such as `eu-west-1a`. */
  readonly name: string;

  /**
   * The zone slot it holds: a whole number from 0 to the plan's `zoneSlots` - 1.
   *
   * No two zones of a network hold the same slot, and a zone keeps its slot for as long as its subnets are to stay.
   */
  readonly slot: number;
}
