import type { Account, LiveResource, LiveStack } from './account';
import type { DeployableStack } from './assembly';
import { evaluate } from './evaluate';
import { Refusal } from './refusal';

/** The properties that cannot be changed, of the types that matter here. */
const CREATE_ONLY: Readonly<Record<string, (name: string) => boolean>> = {
  'AWS::EC2::SecurityGroup': (name) => ['GroupDescription', 'GroupName', 'VpcId'].includes(name),
  'AWS::EC2::SecurityGroupIngress': (name) => name !== 'Description',
  'AWS::EC2::SecurityGroupEgress': (name) => name !== 'Description',
};

/** A stack as it will be when its template is deployed: every value evaluated, every resource kept or replaced. */
export class Plan {
  public readonly live: LiveStack;

  /** The ids of all resources there will be. */
  public readonly physicalIds: ReadonlySet<string>;

  /** How many resources the account has ever had, so that each has an id of its own. */
  public born: number;
  private readonly old?: LiveStack;
  private readonly resources = new Map<string, LiveResource>();
  private readonly imports = new Set<string>();

  constructor(private readonly stack: DeployableStack, private readonly account: Account, born: number) {
    this.born = born;
    this.old = account.stack(stack.name);
    const { outputs, exports } = new Frame(this, stack, '', {}).complete();
    this.live = { resources: this.resources, outputs, exports, imports: this.imports };
    this.physicalIds = new Set([...this.resources.values()].map(({ physicalId }) => physicalId));
  }

  public known(path: string): LiveResource | undefined {
    return this.resources.get(path);
  }

  /** Keep a resource or make another one. */
  public settle(path: string, type: string, properties: Record<string, unknown>): LiveResource {
    const before = this.old?.resources.get(path);
    const isKept = before !== undefined && before.type === type && !mustBeReplaced(type, before.properties, properties);
    const kind = type === 'AWS::EC2::SecurityGroup' ? 'sg' : 'id';
    const resource = { type, properties, physicalId: isKept ? before.physicalId : `${kind}/${this.stack.name}/${path}#${this.born += 1}` };
    this.resources.set(path, resource);
    return resource;
  }

  public importValue(name: string): unknown {
    this.imports.add(name);
    const owner = this.account.exporterOf(name);
    if (owner === undefined || owner === this.stack.name) {
      throw new Refusal('EXPORT_MISSING', `${this.stack.name} imports ${name}, which no other stack exports`);
    }
    return this.account.stack(owner)!.exports.get(name);
  }

  public stackOutput(stack: string, output: string): unknown {
    const live = this.account.stack(stack);
    if (live === undefined || !live.outputs.has(output)) {
      throw new Refusal('OUTPUT_MISSING', `${this.stack.name} reads ${output} of ${stack}, which has no such output`);
    }
    return live.outputs.get(output);
  }
}

/** One template of the plan: that of the stack, or that of a stack nested in it. */
class Frame {
  private readonly nested = new Map<string, ReadonlyMap<string, unknown>>();

  constructor(
    private readonly plan: Plan,
    private readonly stack: DeployableStack,
    private readonly prefix: string,
    private readonly parameters: Record<string, unknown>,
  ) {
  }

  public complete(): { readonly outputs: Map<string, unknown>; readonly exports: Map<string, unknown> } {
    const { Resources = {}, Outputs = {} } = this.stack.template;
    Object.keys(Resources).forEach((id) => this.realize(id));
    const outputs = new Map(Object.entries(Outputs).map(([id, { Value }]) => [id, this.evaluate(Value)]));
    const exported = Object.entries(Outputs).filter(([, { Export }]) => Export !== undefined);
    return { outputs, exports: new Map(exported.map(([id, { Export }]) => [String(this.evaluate(Export!.Name)), outputs.get(id)])) };
  }

  private evaluate(value: unknown): unknown {
    return evaluate(value, {
      ref: (id) => this.ref(id),
      attribute: (id, name) => this.attribute(id, name),
      importValue: (name) => this.plan.importValue(name),
      stackOutput: (stack, output) => this.plan.stackOutput(stack, output),
    });
  }

  private ref(id: string): unknown {
    if (id in (this.stack.template.Resources ?? {})) {
      return this.realize(id).physicalId;
    }
    return this.parameters[id] ?? this.stack.template.Parameters?.[id]?.Default ?? { Ref: id };
  }

  private attribute(id: string, name: string): unknown {
    const { type, physicalId } = this.realize(id);
    if (name.startsWith('Outputs.') && this.nested.has(id)) {
      return this.nested.get(id)!.get(name.slice('Outputs.'.length));
    }
    return type === 'AWS::EC2::SecurityGroup' && name === 'GroupId' ? physicalId : `${physicalId}.${name}`;
  }

  private realize(id: string): LiveResource {
    const path = `${this.prefix}${id}`;
    const known = this.plan.known(path);
    if (known !== undefined) {
      return known;
    }
    const { Type, Properties = {} } = this.stack.template.Resources![id];
    const properties = this.evaluate(Properties) as Record<string, unknown>;
    const inner = this.stack.nested.get(id);
    if (inner !== undefined) {
      const frame = new Frame(this.plan, inner, `${path}/`, (properties.Parameters ?? {}) as Record<string, unknown>);
      this.nested.set(id, frame.complete().outputs);
    }
    return this.plan.settle(path, Type, properties);
  }
}

function mustBeReplaced(type: string, before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  const isCreateOnly = CREATE_ONLY[type] ?? (() => false);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .some((name) => isCreateOnly(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
