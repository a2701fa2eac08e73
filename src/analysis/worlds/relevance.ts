import type { Named } from './raw-references';
import { RawReferences, emptyNamed } from './raw-references';
import { ADDS_TO } from './template-dependencies';
import type { ResourceId } from '../model/source';
import { LISTENER_TYPES, SUBNET_GROUP_TYPES } from '../read/listener-types';
import { readEndpoint } from '../read/read-endpoints';
import type { Deployment } from '../template/deployment';
import type { EvaluationContext } from '../template/evaluation-context';
import { MACRO, entry } from '../template/raw';
import type { Resource } from '../template/resource';

/*
 * Models: on which conditions an answer can hang. It hangs on the function, on what it names, on what that names, and on what adds to any of these: a route to its table,
 * an attachment to its VPC. It does not hang on what is only there: another function, a database that nobody asks for, a table or a group that nothing has, the interface
 * endpoint of another service.
 * Law: what is outside of this changes no answer, so its conditions may turn out either way. What may name anything bears on everything.
 */

/** What does nothing by itself: it takes part when something that takes part names it. */
const PASSIVE: ReadonlySet<string> = new Set([
  ...[
    'EgressOnlyInternetGateway', 'FlowLog', 'Instance', 'InternetGateway', 'KeyPair', 'LaunchTemplate', 'NatGateway', 'NetworkAcl', 'NetworkInterface', 'PrefixList', 'RouteTable',
    'SecurityGroup', 'VPC', 'Volume',
  ].map((name) => `AWS::EC2::${name}`),
  ...[...LISTENER_TYPES.keys()].filter((type) => !type.endsWith('::MountTarget') && type !== 'AWS::EC2::VPCEndpoint'), ...SUBNET_GROUP_TYPES.keys(),
]);


/** Resources of which a network is made, or that may change one: those that name nothing bear on everything. */
const OF_NETWORKS = /^(AWS::(EC2|ElasticLoadBalancing.*|EFS|S3Files|Route53.*|NetworkFirewall|VpcLattice|CloudFormation|Config|SSM|RAM|ServiceCatalog)::|(?!AWS::|Alexa::))/;

/** What says something of a function by itself. */
const OF_FUNCTIONS = 'AWS::Lambda::Url';

interface Entry {
  readonly resource: Resource;
  readonly named: Named;

  /** The names to which it adds something. */
  readonly addsTo: ReadonlySet<string>;
  readonly isAlways: boolean;

  /** The service of which it is an interface endpoint. */
  readonly service?: string;
}

/** The conditions on which answers hang. */
export class Relevance {
  private readonly references: RawReferences;
  private readonly entries = new Map<ResourceId, Entry>();
  private readonly adding = new Map<string, Entry[]>();

  constructor(deployment: Deployment) {
    this.references = new RawReferences(deployment);
    for (const resource of deployment.allScopes().flatMap((scope) => [...scope.resources()])) {
      const item = this.entryOf(resource);
      this.entries.set(resource.id, item);
      item.addsTo.forEach((name) => this.adding.set(name, [...this.adding.get(name) ?? [], item]));
    }
  }

  /** The services that have interface endpoints. */
  public services(): ReadonlySet<string> {
    return new Set([...this.entries.values()].flatMap(({ service }) => service ?? []));
  }

  /** The resources that somebody can call by a name. */
  public called(name: string): ResourceId[] {
    return [...this.entries.values()].map(({ resource }) => resource.source())
      .filter(({ id, logicalId, constructPath = '' }) => id === name || logicalId === name || constructPath === name || constructPath.startsWith(`${name}/`)).map(({ id }) => id);
  }

  /** The conditions on which answers hang that start from certain resources, and ask for a service; undefined when that is all conditions. */
  public conditions(seeds: readonly ResourceId[], service?: string): Named['conditions'] | undefined {
    const conditions: Named['conditions'] = new Map();
    const queue = new Set<string>([...seeds, ...[...this.entries.values()].filter(({ isAlways }) => isAlways).map(({ resource }) => resource.id)]);
    for (const name of queue) {
      const item = this.entries.get(name);
      if (item?.named.isOpen === true) {
        return undefined;
      }
      item?.named.names.forEach((each) => queue.add(each));
      item?.named.conditions.forEach((each, key) => conditions.set(key, each));
      for (const other of this.adding.get(name) ?? []) {
        if (other.service === undefined || other.service === service) {
          queue.add(other.resource.id);
        }
      }
    }
    return conditions;
  }

  private entryOf(resource: Resource): Entry {
    const { scope, logicalId, type } = resource;
    const raw = scope.sections.resources.get(logicalId);
    const named = emptyNamed();
    this.references.collect(withoutLabels(entry(raw, 'Properties')), scope, named);
    this.references.condition(entry(raw, 'Condition'), scope, named);
    this.nesting(scope, named);
    named.isOpen ||= entry(raw, MACRO) !== undefined;
    if (PASSIVE.has(type) || !OF_NETWORKS.test(type) && type !== OF_FUNCTIONS && type !== 'AWS::Serverless::Application') {
      return { resource, named, addsTo: new Set(), isAlways: false };
    }
    const property = ADDS_TO.get(type);
    const target = emptyNamed();
    this.references.collect(property === undefined ? undefined : entry(entry(raw, 'Properties'), property), scope, target);
    const addsTo = property === undefined ? named.names : target.names;
    const isAlways = (addsTo.size === 0 || (property === undefined ? named : target).isOpen);
    const service = serviceOf(resource, entry(raw, 'Properties'));
    return { resource, named, addsTo, isAlways, ...service === undefined ? {} : { service } };
  }

  /** Adds the conditions of the stacks that a resource is nested in, on which it hangs as well. */
  private nesting({ nesting }: EvaluationContext, named: Named): void {
    if (nesting !== undefined) {
      const { scope, logicalId } = nesting.resource;
      this.references.condition(entry(scope.sections.resources.get(logicalId), 'Condition'), scope, named);
      this.nesting(scope, named);
    }
  }
}

/** The service of an interface endpoint that is surely one, and surely for this service. */
function serviceOf(resource: Resource, properties: unknown): string | undefined {
  if (resource.type !== 'AWS::EC2::VPCEndpoint' || JSON.stringify([entry(properties, 'ServiceName'), entry(properties, 'VpcEndpointType')]).includes('Fn::If')) {
    return undefined;
  }
  const { kind, service } = readEndpoint(resource);
  return kind.known && kind.value === 'interface' && service.known ? service.value : undefined;
}

/** Properties without what people write for people. */
function withoutLabels(properties: unknown): unknown {
  return typeof properties !== 'object' || properties === null ? properties
    : Object.fromEntries(Object.entries(properties).filter(([name]) => !['Tags', 'Description', 'GroupDescription'].includes(name)));
}
