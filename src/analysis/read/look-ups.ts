import type { Deployment } from './deployment';
import { LISTENER_TYPES, SUBNET_GROUP_TYPES } from './listener-types';
import { arrayOf, entry, isRawObject } from './raw';
import type { Resource } from './resource';
import type { Scope } from './scope';
import { literalText } from './value';
import { DESTINATIONS_METADATA_KEY } from '../model/declared-destination';

/*
 * Models: in which templates a template looks something up, whether or not its conditions come to that: exports and outputs, parameters of
 * Systems Manager, ids of AWS that both write, names of subnet groups, and names that destinations have.
 */

const SYSTEMS_MANAGER_TYPE = /^AWS::SSM::Parameter::Value</;
const PHYSICAL_ID = /\b(?:acl|eigw|eni|i|igw|nat|pcx|pl|rtb|sg|subnet|tgw-attach|tgw-rtb|tgw|vgw|vpce|vpc)-(?=[a-z]*\d|[0-9a-f]{8})[0-9A-Za-z]+/g;
const MAX_DEPTH = 200;

/** What the templates of a set look up in each other. */
export class LookUps {
  private readonly rootsOfId = new Map<string, Set<Scope>>();
  private readonly idsOf = new Map<Scope, Set<string>>();
  private names: ReadonlyMap<string, ReadonlySet<Scope>> | undefined;

  constructor(private readonly deployment: Deployment) {
    for (const root of deployment.roots) {
      const ids = new Set<string>();
      deployment.scopesOf(root).forEach(scope => texts(scope).forEach(text => text.match(PHYSICAL_ID)?.forEach(id => ids.add(id))));
      this.idsOf.set(root, ids);
      ids.forEach(id => this.rootsOfId.set(id, (this.rootsOfId.get(id) ?? new Set()).add(root)));
    }
  }

  /** The templates that one uses. */
  public usedBy(root: Scope): ReadonlySet<Scope> {
    const used = new Set<Scope>();
    const add = (roots: Iterable<Scope>) => [...roots].forEach(each => used.add(each));
    this.idsOf.get(root)!.forEach(id => add(this.rootsOfId.get(id)!));
    for (const scope of this.deployment.scopesOf(root)) {
      const { resources, outputs, conditions, parameters } = scope.sections;
      [resources, outputs, conditions].forEach(section => section.forEach(raw => this.lookedUp(raw, scope, add, 0)));
      add([...parameters.values()].some(readsSystemsManager) ? this.holders('AWS::SSM::Parameter') : []);
    }
    this.deployment.resourcesOf(root).forEach(resource => add(this.ofResource(resource)));
    return used;
  }

  private lookedUp(raw: unknown, scope: Scope, add: (roots: Iterable<Scope>) => void, depth: number): void {
    if (typeof raw === 'string') {
      add(raw.includes('{{resolve:ssm') ? this.holders('AWS::SSM::Parameter') : []);
    } else if (typeof raw === 'object' && raw !== null && depth < MAX_DEPTH) {
      if (isRawObject(raw) && 'Fn::ImportValue' in raw) {
        const name = scope.value(raw['Fn::ImportValue']);
        add(this.deployment.crossStack.exporters(typeof name === 'string' ? name : undefined));
      }
      add('Fn::GetStackOutput' in raw ? this.deployment.roots : []);
      Object.values(raw).forEach(inner => this.lookedUp(inner, scope, add, depth + 1));
    }
  }

  private ofResource(resource: Resource): Iterable<Scope> {
    const group = LISTENER_TYPES.get(resource.type)?.subnetGroup;
    if (group !== undefined && literalText(resource.get(group)) !== undefined) {
      return [...SUBNET_GROUP_TYPES.keys()].flatMap(type => [...this.holders(type)]);
    }
    return resource.type === 'Custom::CrossRegionExportReader' ? this.holders('Custom::CrossRegionExportWriter')
      : namesIn(resource.metadata(DESTINATIONS_METADATA_KEY)).flatMap(name => [...this.rootsByName().get(name) ?? []]);
  }

  private holders(type: string): ReadonlySet<Scope> {
    return new Set(this.deployment.written(type).map(({ scope }) => scope.root));
  }

  /** Where things are that destinations can name: by logical id, by construct path, and by the paths of the constructs they are in. */
  private rootsByName(): ReadonlyMap<string, ReadonlySet<Scope>> {
    if (this.names === undefined) {
      const names = new Map<string, Set<Scope>>();
      for (const root of this.deployment.roots) {
        for (const { constructPath = '', logicalId = '' } of this.deployment.resourcesOf(root).map(resource => resource.source())) {
          const parts = constructPath.split('/');
          [logicalId, ...parts.map((_, last) => parts.slice(0, last + 1).join('/'))].forEach(name => names.set(name, (names.get(name) ?? new Set()).add(root)));
        }
      }
      this.names = names;
    }
    return this.names;
  }
}

function readsSystemsManager(declaration: unknown): boolean {
  return SYSTEMS_MANAGER_TYPE.test(String(entry(declaration, 'Type')));
}

/** The names that destinations have. */
function namesIn(destinations: unknown): string[] {
  return arrayOf(destinations).flatMap(each => [entry(each, 'resource'), ...arrayOf(entry(each, 'securityGroups'))])
    .filter((name): name is string => typeof name === 'string');
}

/** All that a template, and whoever deploys it, writes. */
function texts({ template, sections: { resources, outputs, conditions, mappings, parameters } }: Scope): string[] {
  const written = [resources, outputs, conditions, mappings, parameters].map(section => JSON.stringify([...section.values()]));
  return [...written, ...template.parameters?.values() ?? []];
}
