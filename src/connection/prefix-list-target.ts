import { Reference, Token, Tokenization } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrefixListDestination } from './declared-destination';
import { readPort } from './port-range';
import type { PortRange } from './port-range';
import { PrefixListPeer } from './prefix-list-peer';
import type { Gate, Target } from './target';
import { NetworkError } from '../private/network-error';

/** The address blocks in a prefix list, whichever they are at any moment. */
export class PrefixListTarget implements Target {
  private readonly range: PortRange;

  constructor(private readonly prefixListId: string, private readonly port: ec2.Port) {
    if (!Token.isUnresolved(prefixListId) && !/^pl-[0-9a-f]+$/.test(prefixListId)) {
      throw new NetworkError(
        'DESTINATION_PREFIX_LIST', `prefix list '${prefixListId}' is not named by its id, expected one like 'pl-0123456789abcdef0': use the id and not the name`,
      );
    }
    this.range = readPort(port);
  }

  public declare(): PrefixListDestination {
    return { kind: 'prefix-list', ...this.identity(), ports: [this.range] };
  }

  public open({ securityGroup }: Gate): void {
    securityGroup.addEgressRule(new PrefixListPeer(this.prefixListId), this.port, 'a prefix list');
  }

  /** A list of this app is stated by its construct path, because its id is a token; of an id from elsewhere nothing can be said. */
  private identity(): Pick<PrefixListDestination, 'prefixListId' | 'resource'> {
    if (!Token.isUnresolved(this.prefixListId)) {
      return { prefixListId: this.prefixListId };
    }
    const token = Tokenization.reverseCompleteString(this.prefixListId);
    return token !== undefined && Reference.isReference(token) ? { resource: token.target.node.path } : {};
  }
}
