import type { DeployableStack } from './assembly';
import { Plan } from './plan';
import { Refusal } from './refusal';
import type { LiveRule } from './security-group-rules';
import { rulesOf, textOf } from './security-group-rules';

/*
 * Models: an account into which stacks are deployed one by one, as AWS CloudFormation and Amazon EC2 do it, with regard to what stacks hold of each other.
 * - An export that another deployed stack imports is neither removed nor changed; what is imported or read must be there.
 * - What is new is created before what is gone is deleted. Amazon EC2 has no rule twice, and no rule that names a group it does not have.
 * - A group is not deleted while a rule of another group names it. When an update cleans up, the group is left behind, which does not fail the update:
 *   https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck (three attempts, then it is skipped). When a stack is deleted, that fails.
 * - A VPC is not deleted while it has groups.
 * A refused deployment changes nothing. Network interfaces are taken to be gone in time.
 * Refuses: to know which other properties of which other resources need a replacement; these are updated in place.
 */

/** A resource that exists. */
export interface LiveResource {
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Record<string, unknown>;
}

/** A stack that is deployed. Resources of nested stacks have the id of the nested stack before their own. */
export interface LiveStack {
  readonly resources: ReadonlyMap<string, LiveResource>;
  readonly outputs: ReadonlyMap<string, unknown>;
  readonly exports: ReadonlyMap<string, unknown>;
  readonly imports: ReadonlySet<string>;
}

const GROUP = 'AWS::EC2::SecurityGroup';

/** An account and Region at one moment. Deployments make another one. */
export class Account {
  public static empty(): Account {
    return new Account(new Map(), [], 0);
  }

  /** Groups that belong to no stack any more. */
  public readonly leftBehind: ReadonlySet<string>;

  private constructor(
    private readonly stacks: ReadonlyMap<string, LiveStack>, private readonly strays: readonly LiveResource[], private readonly born: number,
  ) {
    this.leftBehind = new Set(strays.map(({ physicalId }) => physicalId));
  }

  public stack(name: string): LiveStack | undefined {
    return this.stacks.get(name);
  }

  /** The stack that has an export. */
  public exporterOf(name: string): string | undefined {
    return [...this.stacks].find(([, { exports }]) => exports.has(name))?.[0];
  }

  /** Deploy a stack, new or not. The moments are those before and after the old resources are deleted. */
  public deploy(stack: DeployableStack): { readonly beforeCleanup: Account; readonly after: Account } {
    const old = this.stacks.get(stack.name);
    const plan = new Plan(stack, this, this.born);
    this.assertExportsUnused(stack.name, old, plan.live.exports);
    const doomed = [...old?.resources.values() ?? []].filter(({ physicalId }) => !plan.physicalIds.has(physicalId));
    const others = new Map([...this.stacks].filter(([name]) => name !== stack.name));
    const beforeCleanup = new Account(new Map([...others, [stack.name, plan.live]]), [...this.strays, ...doomed], plan.born);
    beforeCleanup.assertRulesMakeSense(plan.physicalIds);
    const strays = beforeCleanup.delete(doomed);
    return { beforeCleanup, after: new Account(beforeCleanup.stacks, strays, plan.born) };
  }

  /** Delete a stack. */
  public destroy(name: string): Account {
    const old = this.stacks.get(name)!;
    this.assertExportsUnused(name, old, new Map());
    const doomed = [...old.resources.values()];
    const remaining = new Account(new Map([...this.stacks].filter(([each]) => each !== name)), [...this.strays, ...doomed], this.born);
    const strays = remaining.delete(doomed);
    const stuck = strays.find(({ physicalId }) => !this.leftBehind.has(physicalId));
    if (stuck !== undefined) {
      throw new Refusal('GROUP_IN_USE', `${name} is not deleted: a rule of another stack names ${stuck.physicalId}`);
    }
    const vpcs = new Set(doomed.filter(({ type }) => type === 'AWS::EC2::VPC').map(({ physicalId }) => physicalId));
    const inside = [...strays, ...remaining.ofType(GROUP)].find(({ properties }) => vpcs.has(String(properties.VpcId)));
    if (inside !== undefined) {
      throw new Refusal('VPC_IN_USE', `${name} is not deleted: its VPC has the security group ${inside.physicalId}`);
    }
    return new Account(remaining.stacks, strays, this.born);
  }

  /** Everything of a type that exists and belongs to a stack. */
  public ofType(type: string): LiveResource[] {
    return [...this.stacks.values()].flatMap(({ resources }) => [...resources.values()]).filter((resource) => resource.type === type);
  }

  public rules(): LiveRule[] {
    return [...this.everything()].flatMap(rulesOf);
  }

  /** The stacks that import an export, but for its own. */
  private importersOf(name: string, owner: string): string[] {
    return [...this.stacks].filter(([stack, { imports }]) => stack !== owner && imports.has(name)).map(([stack]) => stack);
  }

  private assertExportsUnused(stack: string, old: LiveStack | undefined, kept: ReadonlyMap<string, unknown>): void {
    for (const [name, value] of old?.exports ?? []) {
      const importers = this.importersOf(name, stack);
      if (importers.length > 0 && JSON.stringify(kept.get(name)) !== JSON.stringify(value)) {
        throw new Refusal('EXPORT_IN_USE', `${stack} cannot remove or change ${name}, which ${importers.join()} imports`);
      }
    }
  }

  private assertRulesMakeSense(created: ReadonlySet<string>): void {
    const groups = new Set([...this.everything()].filter(({ type }) => type === GROUP).map(({ physicalId }) => physicalId));
    const seen = new Map<string, string>();
    for (const resource of this.everything()) {
      for (const rule of rulesOf(resource)) {
        const twin = seen.get(textOf(rule));
        if (twin !== undefined && (created.has(twin) || created.has(resource.physicalId))) {
          throw new Refusal('RULE_DUPLICATE', `${resource.physicalId} and ${twin} are the same rule: ${textOf(rule)}`);
        }
        seen.set(textOf(rule), resource.physicalId);
        if (created.has(resource.physicalId) && [rule.group, rule.peer].some((id) => id.startsWith('sg/') && !groups.has(id))) {
          throw new Refusal('GROUP_MISSING', `${resource.physicalId} names a group that does not exist: ${textOf(rule)}`);
        }
      }
    }
  }

  /** Delete what can be: rules first, then the groups that nobody names. Returns what is left over, with what was left over before. */
  private delete(doomed: readonly LiveResource[]): LiveResource[] {
    const ids = new Set(doomed.map(({ physicalId }) => physicalId));
    const staying = [...this.everything()].filter(({ physicalId }) => !ids.has(physicalId));
    const groups = doomed.filter(({ type }) => type === GROUP);
    let stuck = groups.filter(({ physicalId }) => isNamed(physicalId, staying));
    // a group that stays keeps its own rules, and may hold others by them
    for (let count = -1; count !== stuck.length;) {
      count = stuck.length;
      stuck = groups.filter(({ physicalId }) => isNamed(physicalId, [...staying, ...stuck]));
    }
    return [...this.strays.filter(({ physicalId }) => !ids.has(physicalId)), ...stuck];
  }

  private *everything(): Generator<LiveResource> {
    for (const { resources } of this.stacks.values()) {
      yield* resources.values();
    }
    yield* this.strays;
  }
}

function isNamed(group: string, by: readonly LiveResource[]): boolean {
  return by.flatMap(rulesOf).some((rule) => rule.peer === group && rule.group !== group);
}
