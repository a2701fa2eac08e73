import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { pathInStage } from './path-in-stage';
import { PrefixListPeer } from './prefix-list-peer';
import { soleReference } from './sole-reference';
import type { OpenContext, DeclareContext, Target } from './target';
import type { PortRange, PrefixListDestination } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';
import { isPrefixListId } from '../services/prefix-list-ids';
import { describeRange, readPort } from '../vpc/port-range';

/** The address blocks in a prefix list, whichever they are at any moment. */
export class PrefixListTarget implements Target {
  private readonly range: PortRange;

  constructor(private readonly prefixListId: string, private readonly port: ec2.Port) {
    if (!Token.isUnresolved(prefixListId) && !isPrefixListId(prefixListId)) {
      throw new NetworkError(
        'DESTINATION_PREFIX_LIST', `prefix list '${prefixListId}' is not named by its id, expected one like 'pl-0123456789abcdef0': use the id and not the name`,
      );
    }
    this.range = readPort(port);
  }

  public declare(): PrefixListDestination {
    return { kind: 'prefix-list', ...this.describe(), ports: [this.range] };
  }

  /** Entries come and go without a deployment. */
  public forbid({ scope }: DeclareContext): never {
    throw new NetworkError(
      'DESTINATION_FORBIDDEN',
      'a prefix list is in mustNotReach, and its entries can change after the proof: name the blocks with Destination.cidr()',
      scope,
    );
  }

  /** An id that only the deployment knows, and that is no attribute of something in this app, may be any list's. */
  public identity(): string | undefined {
    const { prefixListId } = this.describe();
    const reference = soleReference(this.prefixListId);
    const list = prefixListId ?? (reference === undefined ? undefined : `${pathInStage(reference.target)}.${reference.displayName}`);
    return list === undefined ? undefined : `prefix-list ${list} ${describeRange(this.range)}`;
  }

  public open({ securityGroup }: OpenContext): void {
    securityGroup.addEgressRule(new PrefixListPeer(this.prefixListId), this.port, 'a prefix list');
  }

  /** A list of this app is stated by its construct path, because its id is a token; of an id from elsewhere nothing can be said. */
  private describe(): Pick<PrefixListDestination, 'prefixListId' | 'resource'> {
    if (!Token.isUnresolved(this.prefixListId)) {
      return { prefixListId: this.prefixListId };
    }
    const reference = soleReference(this.prefixListId);
    return reference === undefined ? {} : { resource: reference.target.node.path };
  }
}
