import type { Deployment } from '../template/deployment';
import type { EvaluationContext } from '../template/evaluation-context';
import { arrayOf, entry } from '../template/raw';

/*
 * Models: what a piece of a template names, and the conditions that its value hangs on, whichever way those turn out: through parameters of nested stacks, outputs,
 * exports, mappings.
 * Law: rather too much than too little. What may be looked up anywhere names everything of the kind.
 * Refuses: to read a piece of a template twice, which names nothing new: pieces that lead to each other would never come to an end.
 */

/** What is named. A name is that of a resource, of a parameter without a value, or an id of AWS. */
export interface Named {
  readonly names: Set<string>;

  /** The conditions, by the template and their name. */
  readonly conditions: Map<string, { readonly scope: EvaluationContext; readonly name: string }>;

  /** Whether it may name anything. */
  isOpen: boolean;

  /** The pieces that have been read, by the template in which they were. */
  readonly read: Map<EvaluationContext, Set<object>>;
}

const PHYSICAL_ID = /\b[a-z]+(?:-[a-z]+)*-(?=[a-z]*\d|[0-9a-f]{8})[0-9A-Za-z]+/g;

/** As in template/attributes.ts. */
const FINDS_OUT = /^(?!AWS::)|^AWS::(CloudFormation::(CustomResource|Stack)|Serverless::Application)$/;

/** Look-ups of prefix lists find out nothing else. */
const LOOK_UPS = /^Custom::(AWS|GatewayPrefixList)$/;

const MAX_DEPTH = 100;

export function emptyNamed(): Named {
  return { names: new Set(), conditions: new Map(), isOpen: false, read: new Map() };
}

/** Reads what pieces of templates name. */
export class RawReferences {
  constructor(private readonly deployment: Deployment) {
  }

  /** Add what a piece names. */
  public collect(raw: unknown, scope: EvaluationContext, into: Named, depth = 0): void {
    if (typeof raw === 'string') {
      this.text(raw, into);
    } else if (depth > MAX_DEPTH) {
      into.isOpen = true;
    } else if (typeof raw !== 'object' || raw === null || !isFirst(raw, scope, into)) {
      return;
    } else if (Array.isArray(raw)) {
      raw.forEach((item) => this.collect(item, scope, into, depth + 1));
    } else {
      Object.entries(raw).forEach(([key, value]) => this.entry(key, value, scope, into, depth));
    }
  }

  /** Add a condition. */
  public condition(name: unknown, scope: EvaluationContext, into: Named): void {
    if (typeof name === 'string') {
      into.conditions.set(`${scope.id} ${name}`, { scope, name });
    }
  }

  private entry(key: string, value: unknown, scope: EvaluationContext, into: Named, depth: number): void {
    switch (key) {
      case 'Ref':
        return this.name(value, undefined, scope, into, depth);
      case 'Fn::GetAtt': {
        const [id, ...attribute] = typeof value === 'string' ? value.split('.') : arrayOf(value);
        return this.name(id, attribute.join('.'), scope, into, depth);
      }
      case 'Fn::If':
        this.condition(arrayOf(value)[0], scope, into);
        break;
      case 'Fn::Sub':
        this.substitutions(Array.isArray(value) ? (value as unknown[])[0] : value, scope, into, depth);
        break;
      case 'Fn::FindInMap':
        if (isFirst(scope.sections.mappings, scope, into)) {
          this.collect([...scope.sections.mappings.values()], scope, into, depth + 1);
        }
        break;
      case 'Fn::ImportValue':
        this.exported(scope.value(value), into, depth);
        break;
      case 'Fn::GetStackOutput':
      case 'Fn::Transform':
        into.isOpen = true;
        break;
    }
    this.collect(value, scope, into, depth + 1);
  }

  private text(text: string, into: Named): void {
    into.isOpen ||= text.includes('{{resolve:');
    text.match(PHYSICAL_ID)?.forEach((id) => into.names.add(id));
  }

  private substitutions(text: unknown, scope: EvaluationContext, into: Named, depth: number): void {
    for (const [, written] of typeof text === 'string' ? text.matchAll(/\$\{([^${}!][^${}]*)\}/g) : []) {
      const [id, ...attribute] = written.trim().split('.');
      this.name(id, attribute.join('.'), scope, into, depth);
    }
  }

  private name(name: unknown, attribute: string | undefined, scope: EvaluationContext, into: Named, depth: number): void {
    if (typeof name !== 'string' || name.startsWith('AWS::')) {
      return;
    }
    if (scope.sections.parameters.has(name)) {
      return this.parameter(name, scope, into, depth);
    }
    into.names.add(`${scope.id}#${name}`);
    const nested = scope.nestedScope(name);
    into.isOpen ||= nested === undefined && findsOut(scope.sections.resources.get(name));
    const output = nested?.sections.outputs.get((attribute ?? '').replace(/^Outputs\./, ''));
    if (nested !== undefined && output !== undefined) {
      this.output(output, nested, into, depth);
    }
  }

  private parameter(name: string, scope: EvaluationContext, into: Named, depth: number): void {
    const declaration = scope.sections.parameters.get(name);
    const given = scope.nesting === undefined ? scope.template.parameters?.get(name) : undefined;
    into.isOpen ||= String(entry(declaration, 'Type')).startsWith('AWS::SSM::Parameter::');
    into.names.add(`${scope.id}#${name}`);
    this.collect(given ?? entry(declaration, 'Default'), scope, into, depth + 1);
    if (scope.nesting !== undefined) {
      const { resource } = scope.nesting;
      const handed = entry(entry(entry(resource.scope.sections.resources.get(resource.logicalId), 'Properties'), 'Parameters'), name);
      this.collect(handed, resource.scope, into, depth + 1);
    }
  }

  private exported(name: unknown, into: Named, depth: number): void {
    if (typeof name !== 'string') {
      into.isOpen = true;
      return;
    }
    for (const scope of this.deployment.allScopes()) {
      for (const output of scope.sections.outputs.values()) {
        const written = entry(entry(output, 'Export'), 'Name');
        const value = written === undefined ? undefined : scope.value(written);
        if (value !== undefined && (typeof value !== 'string' || value === name)) {
          this.output(output, scope, into, depth);
        }
      }
    }
  }

  private output(output: unknown, scope: EvaluationContext, into: Named, depth: number): void {
    this.condition(entry(output, 'Condition'), scope, into);
    this.collect(entry(output, 'Value'), scope, into, depth + 1);
  }
}

/** Tells whether a piece is read for the first time, and notes that it is. */
function isFirst(piece: object, scope: EvaluationContext, { read }: Named): boolean {
  const pieces = read.get(scope) ?? new Set();
  read.set(scope, pieces);
  const isNew = !pieces.has(piece);
  pieces.add(piece);
  return isNew;
}

/** Tells whether what a resource gives may be the name of any other one: a program finds it out, or nothing of the name is defined. */
function findsOut(raw: unknown): boolean {
  const type = entry(raw, 'Type');
  return typeof type !== 'string' || FINDS_OUT.test(type) && !(LOOK_UPS.test(type) && JSON.stringify(raw).includes('refixLists'));
}
