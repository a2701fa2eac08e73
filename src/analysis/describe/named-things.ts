/*
 * Models: what templates name that is there already: ids of AWS, parameters of Systems Manager, exports. Whatever looks like an id is one: a snapshot of a VPC too many does no harm.
 */

/** Names of things that are there already. */
export interface NamedThings {
  readonly ids: readonly string[];
  readonly parameters: readonly string[];
  readonly exports: readonly string[];
}

const ID = /\b(?:vpc|subnet|sg|rtb|acl|nat|igw|eigw|vpce|pcx|tgw|eni|pl)-[0-9a-f]{8,17}\b/g;
const DYNAMIC_REFERENCE = /\{\{resolve:ssm:([^:{}]+)(?::\d+)?\}\}/g;
const PARAMETER_OF_SYSTEMS_MANAGER = /^AWS::SSM::Parameter::Value</;

/** Parameters that AWS publishes, and those of the CDK's bootstrap, are no part of a network. */
const NOT_OURS = /^\/aws\/service\/|^\/cdk-bootstrap\//;

/** The ids in a text. */
export function idsIn(text: string): readonly string[] {
  return text.match(ID) ?? [];
}

/** Tells whether a value is made of ids and address blocks alone. */
export function isPartOfNetworks(value: string): boolean {
  return value.split(',').every((each) => /^[a-z]+(-[a-z]+)*-[0-9a-f]{8,17}$/.test(each.trim()) || /^[\d.]+\/\d+$|^[\da-f:]+\/\d+$/i.test(each.trim()));
}

/** A template with the values that are given to its parameters. */
export interface NamingTemplate {
  readonly body: unknown;
  readonly parameters?: ReadonlyMap<string, string>;
  readonly nested: ReadonlyMap<string, NamingTemplate>;
}

/** Finds what templates name. */
export function namedIn(templates: readonly NamingTemplate[]): NamedThings {
  const [ids, parameters, exports] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const visit = ({ body, parameters: given, nested }: NamingTemplate): void => {
    const text = `${JSON.stringify(body)} ${[...given?.values() ?? []].join(' ')}`;
    idsIn(text).forEach((id) => ids.add(id));
    [...text.matchAll(DYNAMIC_REFERENCE)].forEach(([, name]) => parameters.add(name));
    Object.entries(entriesOf(entriesOf(body).Parameters)).forEach(([name, declaration]) => {
      const { Type: type, Default: standard } = entriesOf(declaration);
      const value = given?.get(name) ?? standard;
      if (typeof type === 'string' && PARAMETER_OF_SYSTEMS_MANAGER.test(type) && typeof value === 'string' && idsIn(value).length === 0) {
        parameters.add(value);
      }
    });
    importsIn(body).forEach((name) => exports.add(name));
    nested.forEach(visit);
  };
  templates.forEach(visit);
  return { ids: [...ids].sort(), parameters: [...parameters].filter((name) => !NOT_OURS.test(name)).sort(), exports: [...exports].sort() };
}

/** The literal names of imported values. */
function importsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(importsIn);
  }
  return Object.entries(entriesOf(value)).flatMap(([key, inner]) => key === 'Fn::ImportValue' && typeof inner === 'string' ? [inner] : importsIn(inner));
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : {};
}
