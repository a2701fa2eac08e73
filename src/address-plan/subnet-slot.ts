import type { TierSlot } from './tier-slot';
import type { ZoneSlot } from './zone-slot';

/** The place of a subnet in an address plan. */
export interface SubnetSlot {
  /** The tier and its slot. */
  readonly tier: TierSlot;

  /** The zone and its slot. */
  readonly zone: ZoneSlot;
}
