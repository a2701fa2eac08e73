import { DESTINATIONS_METADATA_KEY } from '../../metadata/declared-destination';
import { LISTENER_TYPES, SUBNET_GROUP_TYPES } from '../read/listener-types';
import type { Deployment } from '../template/deployment';
import type { EvaluationContext } from '../template/evaluation-context';
import { arrayOf, entry } from '../template/raw';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, literalText } from '../template/value';

/*
 * Models: in which templates a template looks something up, whether or not its conditions come to that: exports and outputs, parameters of
 * Systems Manager, ids of AWS that both write, names of subnet groups, and names that destinations have.
 */

const SYSTEMS_MANAGER_TYPE = /^AWS::SSM::Parameter::Value</;
const PHYSICAL_ID = /\b(?:acl|eigw|eni|i|igw|nat|pcx|pl|rtb|sg|subnet|tgw-attach|tgw-rtb|tgw|vgw|vpce|vpc)-(?=[a-z]*\d|[0-9a-f]{8})[0-9A-Za-z]+/g;

/** What AWS publishes there, such as images, is no part of a network. */
const DYNAMIC_REFERENCE = /\{\{resolve:ssm:(?!\/aws\/service\/)[^{}]*\}\}/g;
const MAX_DEPTH = 200;

/** What a template writes that may mean something of another one. */
interface Mentions {
  /** Ids of AWS and names that are looked up: templates that write one mean the same thing, whoever has it. */
  readonly shared: ReadonlySet<string>;

  /** The exports that are looked up; undefined among them for a name that is not known. */
  readonly exports: ReadonlySet<string | undefined>;
  readonly readsSystemsManager: boolean;
  readonly readsOutputs: boolean;
}

/** What the templates of a set look up in each other. */
export class TemplateReferences {
  private readonly mentions = new Map<EvaluationContext, Mentions>();
  private readonly rootsSharing = new Map<string, Set<EvaluationContext>>();
  private names: ReadonlyMap<string, ReadonlySet<EvaluationContext>> | undefined;

  constructor(private readonly deployment: Deployment) {
    for (const root of deployment.roots) {
      const mentions = mentionsOf(deployment.scopesOf(root));
      this.mentions.set(root, mentions);
      mentions.shared.forEach((name) => this.rootsSharing.set(name, (this.rootsSharing.get(name) ?? new Set()).add(root)));
    }
  }

  /** The templates that one uses. */
  public usedBy(root: EvaluationContext): ReadonlySet<EvaluationContext> {
    const { exports, readsSystemsManager, readsOutputs } = this.mentions.get(root)!;
    return new Set([
      ...[...exports].flatMap((name) => this.deployment.crossStack.exporters(name)),
      ...readsSystemsManager ? this.holders('AWS::SSM::Parameter') : [],
      ...readsOutputs ? this.deployment.roots : [],
      ...this.deployment.resourcesOf(root).flatMap((resource) => [...this.ofResource(resource)]),
    ]);
  }

  /**
   * The templates to whose networks one can add, when it is not known what it becomes: those of which it looks up something that may be a part of a network, and
   * what these use.
   */
  public addedToBy(root: EvaluationContext): readonly EvaluationContext[] {
    const { exports, readsOutputs, readsSystemsManager } = this.mentions.get(root)!;
    return [
      ...[...exports].flatMap((name) => this.deployment.crossStack.exporters(name, mayBeOfNetwork)),
      ...readsSystemsManager ? this.holders('AWS::SSM::Parameter') : [],
      ...readsOutputs ? this.deployment.roots : [],
    ];
  }

  /** The templates that mean something which this one means too, by an id of AWS or a name that is looked up. */
  public sharingWith(root: EvaluationContext): readonly EvaluationContext[] {
    return [...this.mentions.get(root)!.shared].flatMap((name) => [...this.rootsSharing.get(name)!]);
  }

  private ofResource(resource: Resource): Iterable<EvaluationContext> {
    const group = LISTENER_TYPES.get(resource.type)?.subnetGroup;
    if (group !== undefined && literalText(resource.get(group)) !== undefined) {
      return [...SUBNET_GROUP_TYPES.keys()].flatMap((type) => [...this.holders(type)]);
    }
    return resource.type === 'Custom::CrossRegionExportReader' ? this.holders('Custom::CrossRegionExportWriter')
      : namesIn(resource.metadata(DESTINATIONS_METADATA_KEY)).flatMap((name) => [...this.rootsByName().get(name) ?? []]);
  }

  private holders(type: string): ReadonlySet<EvaluationContext> {
    return new Set(this.deployment.written(type).map(({ scope }) => scope.root));
  }

  /** Tells where things are that destinations can name: by logical id, by construct path, and by the paths of the constructs they are in. */
  private rootsByName(): ReadonlyMap<string, ReadonlySet<EvaluationContext>> {
    if (this.names === undefined) {
      const names = new Map<string, Set<EvaluationContext>>();
      for (const root of this.deployment.roots) {
        for (const { constructPath = '', logicalId = '' } of this.deployment.resourcesOf(root).map((resource) => resource.source())) {
          const parts = constructPath.split('/');
          [logicalId, ...parts.map((_, last) => parts.slice(0, last + 1).join('/'))].forEach((name) => names.set(name, (names.get(name) ?? new Set()).add(root)));
        }
      }
      this.names = names;
    }
    return this.names;
  }
}

/** Tells whether a value may name a part of a network, to which something can be added: what is not known may. */
function mayBeOfNetwork(value: Value): boolean {
  if (!isComposite(value)) {
    return typeof value === 'string' && value.match(PHYSICAL_ID) !== null;
  }
  return value.kind === 'reference' ? value.type.startsWith('AWS::EC2::')
    : value.kind === 'list' ? value.items.some(mayBeOfNetwork)
      : value.kind === 'text' ? value.parts.some(mayBeOfNetwork) : value.kind !== 'block';
}

function mentionsOf(scopes: readonly EvaluationContext[]): Mentions {
  const shared = new Set<string>();
  const exports = new Set<string | undefined>();
  let [readsSystemsManager, readsOutputs] = [false, false];
  for (const scope of scopes) {
    const { resources, outputs, conditions, parameters } = scope.sections;
    const all = texts(scope);
    all.forEach((text) => [PHYSICAL_ID, DYNAMIC_REFERENCE].forEach((pattern) => text.match(pattern)?.forEach((name) => shared.add(name))));
    readsSystemsManager ||= all.some((text) => text.includes('{{resolve:')) || [...parameters.values()].some(hasSystemsManagerType);
    readsOutputs ||= all.some((text) => text.includes('Fn::GetStackOutput'));
    [resources, outputs, conditions].forEach((section) => section.forEach((raw) => forEachImport(raw, 0, (written) => {
      const name = scope.value(written);
      exports.add(typeof name === 'string' ? name : undefined);
      shared.add(typeof name === 'string' ? `export ${name}` : '');
    })));
  }
  shared.delete('');
  return { shared, exports, readsSystemsManager, readsOutputs };
}

function forEachImport(raw: unknown, depth: number, found: (name: unknown) => void): void {
  if (typeof raw !== 'object' || raw === null || depth > MAX_DEPTH) {
    return;
  }
  if ('Fn::ImportValue' in raw) {
    found(raw['Fn::ImportValue']);
  }
  Object.values(raw).forEach((inner) => forEachImport(inner, depth + 1, found));
}

function hasSystemsManagerType(declaration: unknown): boolean {
  return SYSTEMS_MANAGER_TYPE.test(String(entry(declaration, 'Type')));
}

/** The names that destinations have. */
function namesIn(destinations: unknown): string[] {
  return arrayOf(destinations).flatMap((each) => [entry(each, 'resource'), ...arrayOf(entry(each, 'securityGroups'))])
    .filter((name): name is string => typeof name === 'string');
}

/** All that a template, and whoever deploys it, writes. */
function texts({ template, sections: { resources, outputs, conditions, mappings, parameters } }: EvaluationContext): string[] {
  const written = [resources, outputs, conditions, mappings, parameters].map((section) => JSON.stringify([...section.values()]));
  return [...written, ...template.parameters?.values() ?? []];
}
