import { createHash } from 'crypto';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnWaitConditionHandle, Stack, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { FunctionSecurityGroup } from './function-security-group';
import { namesOf } from './names-in-values';
import type { NetworkFacts } from './network-facts';
import { pathInStage } from './path-in-stage';
import { DeploymentView, innermostCommonStack, withParents } from './rule-place';
import { Ways } from './ways';

/*
 * Models: the order between a function and the ways that it declares. CloudFormation creates a function after what it names, and deletes it before that; a function names its
 * subnets and groups, and neither the routes of the subnets nor the rules of the groups
 * (docs/guides/troubleshooting.md#what-is-there-before-a-function).
 * Law: no cycle. A way that depends on a function that waits, such as an endpoint whose policy names it, is waited for by other functions alone.
 * Refuses: to make a stack wait for another one that it has nothing to do with.
 */

/** A resource that waits until the ways of its network are there. */
export interface Waiting {
  readonly resource: CfnResource;
  readonly network: NetworkFacts;
  readonly subnets: readonly ec2.ISubnet[];
  readonly securityGroups: readonly ec2.ISecurityGroup[];

  /** Tells whether it declares something that may be behind peerings and transit gateways, which people define in stacks of their own. */
  readonly leavesVpc: boolean;
}

/** The place of a resource that comes after ways. */
interface Place {
  readonly scope: IConstruct;
  readonly id: string;
}

const LEADING_ELSEWHERE = ['VpcPeeringConnectionId', 'TransitGatewayId'];
const OF_TABLES: ReadonlySet<string> = new Set(['AWS::EC2::Subnet', 'AWS::EC2::RouteTable', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::Route']);

/** The arrangement of one stage. */
export class WaysOrder {
  private readonly ways: Ways;
  private readonly views = new Map<Stack | undefined, DeploymentView>();
  private readonly free = new Map<CfnResource, boolean>();
  private readonly barriers = new Map<string, CfnResource | undefined>();
  private readonly known = new Map<string, CfnResource[]>();

  constructor(stage: IConstruct, private readonly waiting: readonly Waiting[]) {
    this.ways = new Ways(stage);
  }

  /** Have all wait. */
  public arrange(): void {
    for (const waiting of this.waiting) {
      const stacks = withParents(Stack.of(waiting.resource));
      stacks.forEach((stack) => this.arrangeIn(stack, waiting));
      const before = new Set([...stacks, ...namedStacks(waiting)]);
      this.elsewhere(waiting).filter((way) => !before.has(Stack.of(way))).forEach((way) => this.wait(waiting.resource, way));
    }
  }

  /** Wait for the ways in the function's own stack, or in one that contains it. */
  private arrangeIn(stack: Stack, { resource, network, subnets, securityGroups }: Waiting): void {
    const inNetwork = this.waysOf(resource, network, network.functionSubnets, stack);
    this.waitForAll(resource, inNetwork, `${stack.node.path} ${network.node.path}`, () => placeOf(stack, network));
    this.waysOf(resource, network, subnets, stack).filter((way) => !inNetwork.includes(way)).forEach((way) => this.wait(resource, way));
    for (const group of securityGroups) {
      const rules = this.rulesOf(resource, group).filter((way) => Stack.of(way) === stack);
      if (group instanceof FunctionSecurityGroup && group.isShared && Stack.of(group) === stack) {
        this.waitForAll(resource, rules, group.node.path, () => ({ scope: group, id: 'WaysReady' }));
      } else {
        rules.forEach((way) => this.wait(resource, way));
      }
    }
  }

  /** Wait for ways that others wait for too: by a single resource that comes after all of them, so that templates stay small. */
  private waitForAll(resource: CfnResource, ways: readonly CfnResource[], key: string, place: () => Place): void {
    const free = ways.filter((way) => this.isFree(way));
    if (!this.barriers.has(key)) {
      this.barriers.set(key, free.length < 2 ? undefined : this.barrier(free, place()));
    }
    const barrier = this.barriers.get(key);
    (barrier === undefined ? free : [barrier]).forEach((way) => resource.addResourceDependency(way));
    ways.filter((way) => !this.isFree(way)).forEach((way) => this.wait(resource, way));
  }

  /** A resource that is nothing and comes after ways; those that others of them come after need not be named. */
  private barrier(ways: readonly CfnResource[], { scope, id }: Place): CfnResource {
    const barrier = new CfnWaitConditionHandle(scope, id);
    const implied = new Set(ways.flatMap((way) => [...this.viewOf(Stack.of(way)).closureOf(way)].filter((unit) => unit !== way)));
    ways.filter((way) => !implied.has(way)).forEach((way) => barrier.addResourceDependency(way));
    return barrier;
  }

  /** Wait for one way, unless it depends on the function. */
  private wait(resource: CfnResource, way: CfnResource): void {
    if (!this.viewOf(innermostCommonStack(Stack.of(way), Stack.of(resource))).dependsOn(way, resource)) {
      resource.addResourceDependency(way);
    }
  }

  /** Tells whether a way depends on nothing that waits, as seen in its stack: then whoever waits for it closes no cycle, whatever else waits for what. */
  private isFree(way: CfnResource): boolean {
    const known = this.free.get(way);
    if (known !== undefined) {
      return known;
    }
    const view = this.viewOf(Stack.of(way));
    const needed = view.closureOf(way);
    const free = this.waiting.every(({ resource }) => {
      const unit = view.unitOf(resource);
      return unit === undefined || !needed.has(unit);
    });
    this.free.set(way, free);
    return free;
  }

  private viewOf(container: Stack | undefined): DeploymentView {
    const view = this.views.get(container) ?? new DeploymentView(container);
    this.views.set(container, view);
    return view;
  }

  /** The ways of a network in one stack. */
  private waysOf(resource: CfnResource, network: NetworkFacts, subnets: readonly ec2.ISubnet[], stack: Stack): CfnResource[] {
    const key = [stack, network, ...subnets].map(({ node }) => node.path).join();
    const known = this.known.get(key) ?? this.ways.of(startOf(resource, network, subnets), (way) => Stack.of(way) === stack);
    this.known.set(key, known);
    return known;
  }

  private rulesOf(resource: CfnResource, { securityGroupId, node }: ec2.ISecurityGroup): CfnResource[] {
    const known = this.known.get(node.path) ?? this.ways.of(namesOf(resource, securityGroupId), () => true);
    this.known.set(node.path, known);
    return known;
  }

  /** The ways in stacks that the function may have nothing to do with: rules of its groups, and routes of its subnets that lead to other networks. */
  private elsewhere({ resource, network, subnets, securityGroups, leavesVpc }: Waiting): CfnResource[] {
    const key = [network, ...subnets].map(({ node }) => node.path).join();
    const routes = this.known.get(key) ?? this.ways.of(startOf(resource, network, subnets), ({ cfnResourceType }) => OF_TABLES.has(cfnResourceType))
      .filter((way) => LEADING_ELSEWHERE.some((property) => this.ways.named(way, property).length > 0));
    this.known.set(key, routes);
    return [...leavesVpc ? routes : [], ...securityGroups.flatMap((group) => this.rulesOf(resource, group))];
  }
}

/** The stacks that a function's stack refers to, or is a part of, whatever is said here. */
function namedStacks({ subnets, securityGroups }: Waiting): Stack[] {
  return [
    ...subnets.filter(({ subnetId }) => Token.isUnresolved(subnetId)),
    ...securityGroups.filter(({ securityGroupId }) => Token.isUnresolved(securityGroupId)),
  ].map((one) => Stack.of(one));
}

function startOf(resource: CfnResource, { vpc }: NetworkFacts, subnets: readonly ec2.ISubnet[]): string[] {
  return namesOf(resource, vpc.vpcId, ...subnets.flatMap(({ subnetId, routeTable }) => [subnetId, routeTable?.routeTableId]));
}

function placeOf(stack: Stack, network: NetworkFacts): Place {
  return Stack.of(network) === stack ? { scope: network, id: 'WaysReady' }
    : { scope: stack, id: `LambdaNetworkWays${createHash('sha256').update(pathInStage(network)).digest('hex').slice(0, 8).toUpperCase()}` };
}
