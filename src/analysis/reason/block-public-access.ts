import type { PathSegment } from './candidate-path';
import { concat } from './candidate-path';
import type { NetworkIndex } from './network-index';
import { unless } from './obstacles';
import { isSameEnvironment } from '../model/environment';
import type { BlockPublicAccess, BlockPublicAccessExclusion, Subnet, Vpc } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { any } from '../model/ternary';

/*
 * Models: Block Public Access of an account in a Region. Bidirectional, it stops what passes internet gateways and egress-only internet
 * gateways; ingress-only, it spares what NAT gateways and egress-only gateways pass. VPCs and subnets can be excluded.
 * Law: it counts where its own account and Region are; of templates of which these are not known, it may. The subnet that counts is that whose interface has the public address; of a regional NAT gateway, its VPC alone.
 * Refuses: to say what an account has set outside of the templates; that it is off is an assumption of every path.
 */

/** Who sends to the internet. */
export interface Sender {
  readonly vpc: ResourceId;

  /** Undefined for what is in no subnet. */
  readonly subnet?: ResourceId;

  /** Tells whether it can be reached from the internet too: an instance, but no NAT gateway. */
  readonly isTwoWay: boolean;
}

/** Returns what Block Public Access says to a sender. */
export function blockPublicAccess(network: NetworkIndex, sender: Sender): PathSegment {
  const { blockPublicAccess: all } = network.model;
  const here = network.model.vpcs.get(sender.vpc)?.environment;
  const possible = all.map((options) => ({ options, applies: isSameEnvironment(options.environment, here) })).filter(({ applies }) => applies !== 'no');
  const isSaid = possible.some(({ applies }) => applies === 'yes');
  return concat(
    isSaid ? {} : { assumptions: ['Block Public Access of the account is off'] },
    ...possible.map(({ options, applies }) => judge(network, options, applies, sender)),
  );
}

function judge(network: NetworkIndex, options: BlockPublicAccess, applies: Ternary, sender: Sender): PathSegment {
  const { mode } = options;
  if (mode.known && (mode.value === 'off' || mode.value === 'block-ingress' && !sender.isTwoWay)) {
    return {};
  }
  const excluded = any(network.model.blockPublicAccessExclusions.map((exclusion) => excludes(exclusion, sender)));
  const passes = excluded === 'no' && (!mode.known || applies === 'unknown') ? 'unknown' : excluded;
  const place = applies === 'unknown' ? ', and may be for the same account and Region,' : '';
  return {
    obstacles: unless(passes, {
      code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
      source: options.source,
      detail: `${describeSource(options.source)} ${mode.known ? `is set to ${mode.value}` : `has a mode that is not known (${mode.reason})`}${place} and ${nameOf(network, sender)} is not surely excluded`,
      mend: `exclude it with AWS::EC2::VPCBlockPublicAccessExclusion (InternetGatewayExclusionMode ${sender.isTwoWay ? 'allow-bidirectional' : 'allow-egress'})`,
      inConstructs: 'network.excludeFromBlockPublicAccess()',
    }),
  };
}

/** An exclusion for egress alone says nothing of connections of a host that answers too. */
function excludes({ of, mode }: BlockPublicAccessExclusion, { vpc, subnet, isTwoWay }: Sender): Ternary {
  if (of.known && of.value !== vpc && of.value !== subnet) {
    return 'no';
  }
  return of.known && (!isTwoWay || mode.known && mode.value === 'allow-bidirectional') ? 'yes' : 'unknown';
}

function nameOf(network: NetworkIndex, { vpc, subnet }: Sender): string {
  const found: Subnet | Vpc | undefined = subnet === undefined ? network.model.vpcs.get(vpc) : network.model.subnets.get(subnet);
  return found === undefined ? subnet ?? vpc : describeSource(found.source);
}
