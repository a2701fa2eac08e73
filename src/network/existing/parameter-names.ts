import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { NetworkError } from '../../private/network-error';

/** A path of parameters: parts of letters, digits, `.`, `-` and `_`, each behind a slash. */
const PREFIX = /^(\/[A-Za-z0-9_.-]+){1,12}$/;

/** AWS keeps these paths for its own parameters. */
const RESERVED = /^\/(aws|ssm)/i;

/**
 * How the Systems Manager parameters of a published network are called.
 *
 * Law: a name says what its value is for and in which zone, so no list is ever published whose length would have to be known.
 */
export class ParameterNames {
  constructor(private readonly prefix: string, at: Construct) {
    if (Token.isUnresolved(prefix)) {
      throw new NetworkError('TOKEN_NOT_ALLOWED', 'the prefix of the parameters got a token, but both sides must know it: pass a literal such as \'/shop/network\'', at);
    }
    if (!PREFIX.test(prefix) || RESERVED.test(prefix)) {
      throw new NetworkError(
        'PARAMETER_PREFIX', `the prefix '${prefix}' of the parameters is no path of Systems Manager that is free to use: choose one like '/shop/network'`, at,
      );
    }
  }

  public get vpcId(): string {
    return `${this.prefix}/vpc-id`;
  }

  public get endpointSecurityGroup(): string {
    return `${this.prefix}/endpoint-security-group`;
  }

  /** The id of a subnet. */
  public subnet(tier: string, zoneKey: string): string {
    return `${this.prefix}/${tier}-subnets/${zoneKey.toLowerCase()}`;
  }

  /** The name of a zone that is known by its id. */
  public zoneName(zoneKey: string): string {
    return `${this.prefix}/zones/${zoneKey.toLowerCase()}`;
  }
}
