import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { NetworkError } from '../../private/network-error';

/** A tier name becomes part of logical ids, so it is letters and digits only. */
const TIER_NAME = /^[a-z][A-Za-z0-9]{0,31}$/;

/**
 * A group of subnets, one in each zone, that share a purpose and a kind of route table.
 *
 * Every network has the tiers `private` (slot 0, where functions are attached), `isolated` (slot 1) and, when its egress
 * needs one, `public` (slot 2). Slot 3 belongs to `transit`, where transit gateways attach. Tiers of your own take slot 4 and up: the
 * slot is the tier's place in the address plan, so a tier keeps its addresses whatever tiers come or go around it.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { PrivateLambdaNetwork, SubnetTier } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * new PrivateLambdaNetwork(stack, 'Network', {
 *   tiers: [SubnetTier.isolated('cache', 4), SubnetTier.withEgress('tasks', 5)],
 * });
 */
export class SubnetTier {
  /** @internal */
  public static readonly _PRIVATE = new SubnetTier('private', 0, true, false);

  /** @internal */
  public static readonly _ISOLATED = new SubnetTier('isolated', 1, false, false);

  /** @internal */
  public static readonly _PUBLIC = new SubnetTier('public', 2, false, true);

  /** @internal */
  public static readonly _TRANSIT = new SubnetTier('transit', 3, false, false);

  /**
   * A tier whose subnets have the local routes and the gateway endpoints, and no route to the internet.
   *
   * @param name the name of the tier: letters and digits, starting with a small letter
   * @param slot the place of the tier in the address plan: 4 or above
   */
  public static isolated(name: string, slot: number): SubnetTier {
    return SubnetTier.custom(name, slot, false);
  }

  /**
   * A tier whose subnets have the same routes to the internet as the function subnets.
   *
   * In a network without egress it is isolated.
   *
   * @param name the name of the tier: letters and digits, starting with a small letter
   * @param slot the place of the tier in the address plan: 4 or above
   */
  public static withEgress(name: string, slot: number): SubnetTier {
    return SubnetTier.custom(name, slot, true);
  }

  /** The first slot that is free for tiers of the user's own; slot 3 is kept for transit gateway attachments. */
  private static readonly FIRST_OWN_SLOT = 4;
  private static readonly BUILT_IN_NAMES = ['private', 'isolated', 'public', 'transit'];

  private static custom(name: string, slot: number, egress: boolean): SubnetTier {
    if (Token.isUnresolved(name) || Token.isUnresolved(slot)) {
      throw new NetworkError('TOKEN_NOT_ALLOWED', 'the name and the slot of a tier shape the template and cannot be tokens: pass literals');
    }
    if (!TIER_NAME.test(name)) {
      throw new NetworkError('TIER_NAME', `tier name '${name}' must be 1 to 32 letters and digits and start with a small letter: it becomes part of logical ids`);
    }
    if (SubnetTier.BUILT_IN_NAMES.includes(name)) {
      throw new NetworkError('TIER_NAME', `tier name '${name}' belongs to a built-in tier: choose a name other than ${SubnetTier.BUILT_IN_NAMES.join(', ')}`);
    }
    if (!Number.isInteger(slot) || slot < SubnetTier.FIRST_OWN_SLOT) {
      throw new NetworkError(
        'TIER_SLOT', `tier '${name}' has slot ${slot}, but slots 0 to 3 are built in: choose a whole number from ${SubnetTier.FIRST_OWN_SLOT} up`,
      );
    }
    return new SubnetTier(name, slot, egress, false);
  }

  private constructor(

    /** The name of the tier, as it stands in tags, construct ids and logical ids. */
    public readonly name: string,

    /** The place of the tier in the address plan. */
    public readonly slot: number,
    private readonly egress: boolean,
    private readonly isPublic: boolean,
  ) {}

  /**
   * Tells whether the tier has the same routes out as the function subnets.
   *
   * @internal
   */
  public get _hasEgress(): boolean {
    return this.egress;
  }

  /**
   * Return the type of subnet that `ec2.Vpc` has for this tier.
   *
   * @internal
   */
  public _subnetType(networkHasEgress: boolean): ec2.SubnetType {
    if (this.isPublic) {
      return ec2.SubnetType.PUBLIC;
    }
    return this.egress && networkHasEgress ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
  }
}
