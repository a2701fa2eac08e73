import { CREATE_ONLY_PROPERTIES } from '../../services/create-only-properties';
import type { ResourceId } from '../model/source';
import { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { TemplateSet } from '../template/template-input';
import type { Value } from '../template/value';

/*
 * Models: what makes a resource of two deployments the same one, or another: the name that it is given in AWS, and the properties with which
 * CloudFormation replaces it.
 */

export interface ResourceFacts {
  readonly physicalName?: string;
  readonly createOnly?: Readonly<Record<string, string>>;
}

/** The properties that name a resource in AWS, by type. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Serverless::Function': 'FunctionName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::MSK::Cluster': 'ClusterName',
};

/** The facts of the resources of templates that have any. */
export function resourceFacts(set: TemplateSet): ReadonlyMap<ResourceId, ResourceFacts> {
  const facts = new Map<ResourceId, ResourceFacts>();
  for (const scope of new Deployment(set, new Map()).allScopes()) {
    for (const resource of scope.resources()) {
      const known = factsOf(resource);
      if (known.physicalName !== undefined || known.createOnly !== undefined) {
        facts.set(resource.id, known);
      }
    }
  }
  return facts;
}

function factsOf(resource: Resource): ResourceFacts {
  const nameProperty = NAMES[resource.type];
  const name = nameProperty === undefined ? undefined : resource.get(nameProperty);
  const written = new Set(resource.properties());
  const createOnly = (CREATE_ONLY_PROPERTIES[resource.type] ?? []).filter((property) => written.has(property))
    .map((property) => [property, spell(resource.get(property))] as const);
  return {
    ...typeof name === 'string' ? { physicalName: name } : {},
    ...createOnly.length === 0 ? {} : { createOnly: Object.fromEntries(createOnly) },
  };
}

/** Spells a value so that equal values have equal texts, in whichever template they are. */
function spell(value: Value): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  switch (value.kind) {
    case 'reference':
      return `@${value.id.slice(value.id.lastIndexOf('#') + 1)}`;
    case 'text':
      return value.parts.map((part) => spell(part)).join('');
    case 'list':
      return value.items.map(spell).join(', ');
    case 'block':
      return `${value.block.first.toString(16)}/${value.block.prefixLength}`;
    case 'unknown':
      return value.symbol === undefined ? 'not known' : `\${${value.symbol.slice(value.symbol.lastIndexOf('#') + 1)}}`;
    case 'missing':
      return value.what;
    case 'zones':
      return `the zones of ${value.region}`;
    case 'none':
    case 'map':
      return value.kind;
  }
}
