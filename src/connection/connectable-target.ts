import { Stack, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { FunctionSecurityGroup } from './function-security-group';
import { nameOfGroup } from './name-of-group';
import { pathInStage } from './path-in-stage';
import { publicLoadBalancerOf } from './public-load-balancer';
import type { OpenContext, DeclareContext, Target } from './target';
import type { PortRange, ResourceDestination } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';
import { describeRange, readPort } from '../vpc/port-range';

/** A resource that holds security groups: a database, a load balancer, a cache. */
export class ConnectableTarget implements Target {
  private readonly range: PortRange;

  constructor(private readonly peer: ec2.IConnectable, private readonly port: ec2.Port) {
    this.range = readPort(port);
  }

  public declare(context: DeclareContext): ResourceDestination {
    this.assertPrivate(context);
    this.peerGroups(context).forEach((group) => this.assertNameable(context, group));
    return this.describe(context);
  }

  /** That none of its addresses is reached, public or private, can be asked of any resource. */
  public forbid(context: DeclareContext): ResourceDestination {
    return this.describe(context);
  }

  public identity(): string {
    const groups = this.peer.connections.securityGroups.map(pathInStage);
    return `groups ${[...new Set(groups)].sort().join()} ${describeRange(this.range)}`;
  }

  public open(context: OpenContext): void {
    this.peerGroups(context).forEach((group) => context.securityGroup.allowToGroup(group, this.port, context.scope));
  }

  private describe(context: DeclareContext): ResourceDestination {
    const groups = this.peerGroups(context);
    const { path } = (Construct.isConstruct(this.peer) ? this.peer : groups[0]).node;
    return { kind: 'resource', resource: path, securityGroups: groups.map((group) => nameOfGroup(group, context.scope)), ports: [this.range] };
  }

  private assertPrivate({ scope }: DeclareContext): void {
    const balancer = this.peer instanceof lambda.FunctionBase ? undefined : publicLoadBalancerOf(this.peer);
    if (balancer !== undefined) {
      throw new NetworkError(
        'DESTINATION_CONNECTABLE',
        `destination ${balancer.node.path} is an internet-facing load balancer, whose name leads to public addresses inside of its VPC too, so that rules between security `
        + 'groups let nothing through: make it internal (internetFacing: false), or declare Destination.internet() and let the addresses of the way out into the load balancer',
        scope,
      );
    }
  }

  /** Amazon EC2 refuses rules that name a group of another Region, also where VPCs are peered, and nobody but its account adds rules to a group. */
  private assertNameable({ scope }: DeclareContext, group: ec2.ISecurityGroup): void {
    const stack = Stack.of(scope);
    const [own, other] = [[stack.region, stack.account], [group.env.region, group.env.account]];
    if (own.some((value, index) => !Token.isUnresolved(value) && !Token.isUnresolved(other[index]) && value !== other[index])) {
      throw new NetworkError(
        'DESTINATION_CONNECTABLE',
        `destination ${this.describePeer()} has the security group ${group.node.path} in account ${other[1]} and Region ${other[0]}, and rules here, in account ${own[1]} and `
        + `Region ${own[0]}, cannot let the function in there: declare its addresses with Destination.cidr(), and let the addresses of the function in where the group is defined`,
        scope,
      );
    }
  }

  private peerGroups({ scope }: DeclareContext): ec2.ISecurityGroup[] {
    const securityGroups = this.peer instanceof lambda.FunctionBase ? [] : this.peer.connections.securityGroups;
    if (this.peer instanceof lambda.FunctionBase || securityGroups.some((group) => group instanceof FunctionSecurityGroup)) {
      throw new NetworkError(
        'DESTINATION_CONNECTABLE',
        `destination ${this.describePeer()} is a function, and nothing can connect to a function through its network interfaces: `
        + "invoke it through its API, which is Destination.awsService('lambda')",
        scope,
      );
    }
    if (securityGroups.length === 0) {
      throw new NetworkError(
        'DESTINATION_CONNECTABLE',
        `destination ${this.describePeer()} has no security group to open: name its addresses with Destination.cidr() or Destination.prefixList(), `
        + 'or import its group with ec2.SecurityGroup.fromSecurityGroupId()',
        scope,
      );
    }
    return securityGroups;
  }

  private describePeer(): string {
    return Construct.isConstruct(this.peer) ? this.peer.node.path : 'of a connectable';
  }
}
