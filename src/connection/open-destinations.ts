import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { distinct } from './declared-destination';
import type { DeclaredDestination } from './declared-destination';
import type { Destination } from './destination';
import type { FunctionSecurityGroup } from './function-security-group';
import type { IPrivateLambdaNetwork } from '../network/lambda-network';

/** What connects, and from where. */
export interface Opener {
  readonly scope: Construct;
  readonly network: IPrivateLambdaNetwork;
  readonly securityGroup: FunctionSecurityGroup;
  /** What a warning calls it. */
  readonly what: string;
}

/** Let out of a security group what the destinations need, and in at their end; nothing is opened when none are given. */
export function openDestinations({ scope, network, securityGroup, what }: Opener, destinations?: Destination[]): DeclaredDestination[] {
  if (destinations === undefined) {
    Annotations.of(scope).addWarningV2(
      'cdk-lambda-network:noDestinations',
      `no destinations are declared, so ${what} can connect to nothing: declare what it talks to, or destinations: [] if that is nothing`,
    );
  }
  const declared = distinct((destinations ?? []).map(({ _target }) => _target.declare({ scope, network })));
  destinations?.forEach(({ _target }) => _target.open({ scope, network, securityGroup, declared }));
  return declared;
}
