import type { Duration } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { NetworkError } from '../private/network-error';
import { requireSeconds } from '../private/require-seconds';

/*
 * Models: the addresses that a user gives to NAT gateways, and how long they keep connections when they lose one.
 * Refuses: what Amazon EC2 refuses: an address in place of the id of its allocation, one address for two gateways, a time out of range.
 */

const ALLOCATION_ID = /^eipalloc-[0-9a-f]+$/;

/** Seconds, of the operation DisassociateNatGatewayAddress in the API reference of Amazon EC2, November 2026. */
const [SHORTEST, LONGEST] = [1, 4_000];

/** Refuse ids of Elastic IP allocations, by their zones, that no NAT gateway can have, or that several would. */
export function assertAllocationIds(factory: string, zones: readonly (readonly [zone: string, ids: readonly string[]])[], scope: IConstruct): void {
  const holders = new Map<string, string>();
  for (const [zone, id] of zones.flatMap(([name, ids]) => ids.map((each) => [name, each] as const))) {
    if (!Token.isUnresolved(id) && !ALLOCATION_ID.test(id)) {
      throw new NetworkError(
        'EGRESS_ELASTIC_IPS', `${factory} got '${id}' for zone ${zone}, expected the id of an Elastic IP allocation, such as 'eipalloc-0123456789abcdef0': use the id and not the address`, scope,
      );
    }
    const holder = holders.get(id);
    if (holder !== undefined) {
      const where = holder === zone ? `twice for zone ${zone}` : `for the zones ${holder} and ${zone}`;
      throw new NetworkError('EGRESS_ELASTIC_IPS', `${factory} got '${id}' ${where}, expected an Elastic IP address for one NAT gateway, once: allocate another one`, scope);
    }
    holders.set(id, zone);
  }
}

/** Refuse a time for which no NAT gateway keeps connections. */
export function assertDrainDuration(factory: string, duration: Duration | undefined, scope: IConstruct): void {
  requireSeconds(duration, {
    code: 'EGRESS_DRAIN_DURATION', what: `maxDrainDuration of ${factory}`, shortest: SHORTEST, longest: LONGEST, mend: 'use Duration.seconds(350), the default of AWS',
  }, scope);
}
