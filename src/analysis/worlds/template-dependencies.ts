import { TemplateReferences } from './template-references';
import { programsIn } from '../read/programs';
import { idOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { EvaluationContext } from '../template/evaluation-context';
import type { Resource } from '../template/resource';
import { isNone } from '../template/value';

/*
 * Models: which templates bear on which. A template uses those in which it looks something up. When it adds to what is not its own, a route to
 * a table or a subnet to a VPC, it changes those of which it uses something, and those that mean the same thing by its id.
 * Law: what is in no template of a neighbourhood changes no verdict on its functions. Where it is not known what is meant, all may be.
 */

/** What a resource adds to, by its type. */
export const ADDS_TO: ReadonlyMap<string, string> = new Map([
  ['AWS::EC2::Route', 'RouteTableId'],
  ['AWS::EC2::RouteServerPropagation', 'RouteTableId'],
  ['AWS::EC2::SubnetRouteTableAssociation', 'SubnetId'],
  ['AWS::EC2::SubnetNetworkAclAssociation', 'SubnetId'],
  ['AWS::EC2::NetworkAclEntry', 'NetworkAclId'],
  ['AWS::EC2::SecurityGroupIngress', 'GroupId'],
  ['AWS::EC2::SecurityGroupEgress', 'GroupId'],
  ['AWS::EC2::VPCGatewayAttachment', 'VpcId'],
  ['AWS::EC2::VPCCidrBlock', 'VpcId'],
  ['AWS::EC2::SubnetCidrBlock', 'SubnetId'],
  ['AWS::EC2::Subnet', 'VpcId'],
  ['AWS::EC2::VPCEndpoint', 'VpcId'],
  ['AWS::EC2::VPCDHCPOptionsAssociation', 'VpcId'],
  ['AWS::EC2::SecurityGroupVpcAssociation', 'GroupId'],
  ['AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerArn'],
]);

/** What changes nothing until something leads to it, or has it. */
const BY_THEMSELVES: ReadonlySet<string> = new Set([
  'DHCPOptions', 'EIP', 'EgressOnlyInternetGateway', 'FlowLog', 'Instance', 'InternetGateway', 'KeyPair', 'LaunchTemplate', 'NatGateway', 'NetworkAcl', 'NetworkInterface',
  'PrefixList', 'RouteTable', 'SecurityGroup', 'VPC', 'Volume',
].map((name) => `AWS::EC2::${name}`));

/** The templates that bear on one another. */
export class TemplateDependencies {
  private readonly used = new Map<EvaluationContext, ReadonlySet<EvaluationContext>>();
  private readonly changers = new Map<EvaluationContext, Set<EvaluationContext>>();

  constructor(private readonly deployment: Deployment) {
    const references = new TemplateReferences(deployment);
    deployment.roots.forEach((root) => this.used.set(root, references.usedBy(root)));
    const touchedBy = (root: EvaluationContext) =>
      [...this.reached([root], (each) => this.used.get(each)!)].flatMap((each) => [each, ...references.sharingWith(each)]);
    const changing = new Set([...this.changing()].map((resource) => resource.scope.root));
    for (const root of deployment.roots) {
      if (deployment.resourcesOf(root).some(bearsOnAll)) {
        deployment.roots.forEach((other) => this.addChanger(other, root));
      } else if (changing.has(root)) {
        touchedBy(root).forEach((other) => this.addChanger(other, root));
      } else if (deployment.scopesOf(root).some(({ sections }) => sections.rewritten !== undefined)) {
        const direct = [root, ...references.addedToBy(root)];
        [...this.reached(direct, (each) => each === root ? [] : this.used.get(each)!)].flatMap((each) => [each, ...references.sharingWith(each)])
          .forEach((other) => this.addChanger(other, root));
      }
    }
  }

  /** The templates that bear on the functions of one, itself among them, in their order. */
  public neighbourhoodOf(root: EvaluationContext): readonly EvaluationContext[] {
    const found = this.reached([root], (each) => [...this.used.get(each)!, ...this.changers.get(each) ?? []]);
    return this.deployment.roots.filter((each) => found.has(each));
  }

  private addChanger(changed: EvaluationContext, by: EvaluationContext): void {
    this.changers.set(changed, (this.changers.get(changed) ?? new Set()).add(by));
  }

  private reached(
    from: readonly EvaluationContext[], next: (scope: EvaluationContext) => Iterable<EvaluationContext>,
  ): ReadonlySet<EvaluationContext> {
    const found = new Set(from);
    for (const scope of found) {
      for (const other of next(scope)) {
        found.add(other);
      }
    }
    return found;
  }

  /** The resources that add to something of another template. */
  private* changing(): Iterable<Resource> {
    yield* programsIn(this.deployment).map(({ resource }) => resource);
    yield* this.deployment.written('Custom::VpcRestrictDefaultSG');
    for (const type of this.deployment.types().filter((each) => (/^AWS::(EC2|Route53(Resolver|Profiles)?)::/.test(each) || ADDS_TO.has(each)) && !BY_THEMSELVES.has(each))) {
      yield* this.deployment.written(type).filter((resource) => !this.staysAtHome(resource));
    }
  }

  private staysAtHome(resource: Resource): boolean {
    const property = ADDS_TO.get(resource.type);
    const letsIn = resource.type === 'AWS::EC2::SecurityGroupIngress' && this.isOwn(resource, 'SourceSecurityGroupId');
    return letsIn || property !== undefined && this.isOwn(resource, property);
  }

  /** Tells whether a property names something of the resource's own template. A group of its own lets nothing in but what has the group. */
  private isOwn(resource: Resource, property: string): boolean {
    const id = idOf(resource.get(property));
    return id.known && this.deployment.rootOf(id.value) === resource.scope.root;
  }
}

/** Returns what counts for a whole account, or for whatever has a name. */
function bearsOnAll(resource: Resource): boolean {
  return resource.type === 'AWS::EC2::VPCBlockPublicAccessOptions'
    || resource.type === 'AWS::Lambda::Url' && !isNone(resource.get('TargetFunctionArn')) && !isReference(resource, 'TargetFunctionArn');
}

function isReference(resource: Resource, property: string): boolean {
  const value = resource.get(property);
  return typeof value === 'object' && value?.kind === 'reference';
}
