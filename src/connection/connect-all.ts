import type { CfnResource } from 'aws-cdk-lib';
import { Annotations, AspectPriority, Aspects, Stack, Stage, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { ConnectAllOptions } from './connect-all-options';
import type { IPrivateLambdaNetwork } from './lambda-network';
import { destinationsNeeded } from './library-destinations';
import { isOfKnownLibrary, jsiiName } from './library-needs';
import type { NamedFunction } from './named-functions';
import { NamedFunctions } from './named-functions';
import { namesOf, textsIn } from './names-in-values';
import { pathInStage } from './path-in-stage';
import { customResourcesOf, isFunctionResource, renderedProperties } from './plain-function';
import { WhenComplete } from './when-complete';
import { NetworkError } from '../private/network-error';

/*
 * Models: all functions in a scope, those of libraries and bare resources included, when the app is complete.
 * Law: whoever has a VPC keeps it. Each other function gets a connection, beside the construct that it is the resource of.
 * Refuses: functions that cannot be in the network. A warning names each.
 */

/** Put all functions of a scope into a network that are in no VPC by themselves. */
export function connectAll(network: IPrivateLambdaNetwork, scope: IConstruct, options: ConnectAllOptions): void {
  const [own, other] = [stageOf(network), stageOf(scope)];
  if (own !== other) {
    throw new NetworkError(
      'CONNECT_ALL_STAGE',
      `the functions of ${nameOf(scope)} are to be put into a network of ${nameOf(own)}, expected a scope of the same stage: `
      + 'call connectAll() in each stage, with the network of that stage',
      network,
    );
  }
  const all = new AllFunctions(network, scope, options);
  Aspects.of(network).add(new WhenComplete(network, () => all.connect()), { priority: AspectPriority.MUTATING });
  network.node.addValidation({ validate: () => all.warnOfTheRest() });
}

class AllFunctions {
  private readonly seen = new Set<CfnResource>();
  private readonly named: NamedFunctions;

  constructor(private readonly network: IPrivateLambdaNetwork, private readonly scope: IConstruct, private readonly options: ConnectAllOptions) {
    this.named = new NamedFunctions(network, options);
  }

  /** Connect all that there are, and those that come with it, such as whoever looks up what a rule names. */
  public connect(): void {
    for (let fresh = this.unseen(); fresh.length > 0; fresh = this.unseen()) {
      for (const resource of fresh) {
        this.seen.add(resource);
        this.consider(resource);
      }
    }
  }

  public warnOfTheRest(): string[] {
    this.unseen().filter((resource) => renderedProperties(resource).VpcConfig === undefined)
      .forEach((resource) => this.warn(resource, 'it was defined when all others had been connected, by an aspect'));
    return [];
  }

  private unseen(): CfnResource[] {
    const ownStage = stageOf(this.scope);
    return this.scope.node.findAll().filter(isFunctionResource).filter((resource) => stageOf(resource) === ownStage && !this.seen.has(resource));
  }

  private consider(resource: CfnResource): void {
    const owner = ownerOf(resource);
    if (this.named.isLeftOut(namedAs(owner))) {
      return;
    }
    const { VpcConfig, CapacityProviderConfig } = renderedProperties(resource);
    if (VpcConfig !== undefined) {
      this.informOfOtherVpc(resource, VpcConfig);
      return;
    }
    const obstacle = this.obstacleTo(resource);
    if (obstacle !== undefined) {
      this.warn(resource, obstacle);
    } else if (CapacityProviderConfig === undefined) {
      this.take(resource, owner);
    }
  }

  private take(resource: CfnResource, owner: Construct): void {
    const { network } = this;
    const declared = this.named.destinationsFor(namedAs(owner)) ?? (isOfKnownLibrary(resource) ? [] : this.options.destinations);
    const context = { scope: owner, network };
    const needed = destinationsNeeded({ ...context, declared: (declared ?? []).map(({ _target }) => _target.declare(context)) }, resource);
    const parent = owner.node.scope as Construct;
    const usual = `${owner.node.id}Connection`;
    const id = parent.node.tryFindChild(usual) === undefined ? usual : `${owner.node.id}NetworkConnection`;
    const destinations = declared === undefined && needed.length === 0 ? undefined : [...declared ?? [], ...needed];
    network.connect(parent, id, { destinations })._take(resource);
  }

  /** Returns the reason why a function cannot be in the network. */
  private obstacleTo(resource: CfnResource): string | undefined {
    const [own, other] = [Stack.of(resource), Stack.of(this.network)];
    const differs = (one: string, two: string): boolean => one !== two && !(Token.isUnresolved(one) && Token.isUnresolved(two));
    if (differs(own.account, other.account) || differs(own.region, other.region)) {
      return 'it is of another account or Region';
    }
    if (resource.node.scopes.some((each) => jsiiName(each) === 'aws-cdk-lib.aws_cloudfront.experimental.EdgeFunction')) {
      return 'Amazon CloudFront takes no function with a VPC';
    }
    return customResourcesOf(resource).some(({ cfnResourceType }) => cfnResourceType === 'Custom::GatewayPrefixList')
      ? 'it looks up the prefix lists that rules of networks name, so that these wait for it: give the networks prefixListIds, with which nothing is looked up' : undefined;
  }

  private informOfOtherVpc(resource: CfnResource, config: unknown): void {
    const { vpc, functionSubnets } = this.network;
    const own = namesOf(resource, ...[...functionSubnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets].map(({ subnetId }) => subnetId));
    if (![...textsIn(config)].some((name) => own.includes(name))) {
      Annotations.of(resource).addInfo(`the function ${resource.node.path} has a VPC already and is not put into the network ${this.network.node.path}`);
    }
  }

  private warn(resource: CfnResource, reason: string): void {
    const owner = ownerOf(resource);
    this.named.warnOfObstacle(owner, pathInStage(owner), reason);
  }
}

/** The construct that a function is known by: the one around its resource, unless that has others inside. */
function ownerOf(resource: CfnResource): Construct {
  const scope = resource.node.scope as Construct;
  const isProvider = scope.node.tryFindChild('Handler') === resource && jsiiName(scope)?.startsWith('aws-cdk-lib.CustomResourceProvider') === true;
  return isProvider || scope.node.defaultChild === resource ? scope : resource;
}

/** The names by which options name the function that a construct is known by. */
function namedAs(owner: IConstruct): NamedFunction {
  return { path: pathInStage(owner), id: owner.node.id };
}

function nameOf({ node }: IConstruct): string {
  return node.path === '' ? 'the app' : node.path;
}

function stageOf(construct: IConstruct): IConstruct {
  return Stage.isStage(construct) ? construct : Stage.of(construct) ?? construct.node.root;
}
