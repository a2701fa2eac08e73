import type { AssumptionLedger } from './assumption-ledger';
import type { Environments } from './environments';
import type { CrossStackValues, EvaluationContext, TemplateResource } from './evaluation-context';
import { entry } from './raw';
import type { RecursionGuard } from './recursion-guard';
import type { Value } from './value';
import { hasPlaceholder, isComposite, literalText, unknown } from './value';
import type { Ternary } from '../model/ternary';
import { all } from '../model/ternary';
import type { ToldValues } from '../model/told-values';

/*
 * Models: how one stack of a set learns from another: exports, outputs by the stack's name, parameters of Systems Manager, and the
 * custom resources with which AWS CDK carries values between Regions.
 * Law: a name leads to a value when exactly one thing of that name can be meant, in the account and Region where it is looked up.
 */

const SYSTEMS_MANAGER = 'parameter of Systems Manager';

/** An account and Region; undefined when it is not known which. */
interface Place {
  readonly account?: string;
  readonly region?: string;
}

/** Something with a name, the template that has it, and where it is looked up. */
interface Named {
  readonly scope: EvaluationContext;
  readonly place: Place;
  readonly presence: () => Ternary;
  readonly read: () => Value;
}

type Index = ReadonlyMap<string, readonly Named[]>;

/** What the index is made from. */
interface Parts {
  /** The values that snapshots have. */
  readonly told?: ToldValues;
  readonly roots: readonly EvaluationContext[];
  readonly index: { allScopes(): readonly EvaluationContext[]; written(type: string): readonly TemplateResource[] };
  readonly ledger: AssumptionLedger;
  readonly environments: Environments;
  readonly guard: RecursionGuard;
}

/** Finds what other stacks tell. */
export class CrossStackIndex implements CrossStackValues {
  private readonly indices = new Map<string, Index | 'under way'>();

  constructor(private readonly parts: Parts) {
  }

  /** The value of an export, as a stack sees it. */
  public exportedValue(name: string, from: EvaluationContext): Value {
    return this.find('export', name, placeOf(from), () => this.exports(), from);
  }

  /** The value of a parameter of Systems Manager. */
  public systemsManagerValue(name: string, from: EvaluationContext): Value {
    const given = this.givenValue(name, from);
    if (given !== undefined) {
      return given;
    }
    return this.find(SYSTEMS_MANAGER, name, placeOf(from), () => this.systemsManagerParameters(), from);
  }

  /** Returns what somebody gives in the place of a parameter of Systems Manager, by its name or as templates write it. */
  private givenValue(name: string, { root }: EvaluationContext): string | undefined {
    const { parameters } = root.template;
    return [name, `ssm:${name}`, `resolve:ssm:${name}`, `{{resolve:ssm:${name}}}`].map((each) => parameters?.get(each)).find((value) => value !== undefined);
  }

  /** Returns what the custom resource of AWS CDK carries from another Region. */
  public carriedValue(name: string, from: EvaluationContext): Value {
    return this.find('value from another Region', name, placeOf(from), () => this.carriedValues());
  }

  /** The output of a stack by name. */
  public stackOutput(stack: string, output: string, region: string | undefined, from: EvaluationContext): Value {
    const place = placeOf(from);
    return this.find('output', `${stack} ${output}`, { ...place, region: region ?? place.region }, () => this.outputs());
  }

  /** The templates that export something of a name, or anything, of a certain kind. */
  public exporters(name: string | undefined, isMeant: (value: Value) => boolean = () => true): readonly EvaluationContext[] {
    const exports = this.index('export', () => this.exports());
    const meant = name === undefined ? [...exports?.values() ?? []].flat() : exports?.get(name) ?? [];
    return meant.filter(({ read }) => isMeant(read())).map(({ scope }) => scope.root);
  }

  /** The value of what has the name there. Whoever looks it up with the same name is in the same place, when `from` says who it is. */
  private find(what: string, name: string, place: Place, build: () => [string, Named][], from?: EvaluationContext): Value {
    const symbol = `${what} ${name}`;
    const told = this.toldValue(what, name, place);
    const candidates = this.index(what, build)?.get(name) ?? [];
    const meant = candidates.filter((each) => agree(each.place.account, place.account) && agree(each.place.region, place.region))
      .filter(({ presence }) => presence() !== 'no');
    if (meant.length === 1) {
      if (from !== undefined) {
        this.parts.environments.join(from, meant[0].scope);
      }
      return this.parts.guard.read(`${symbol} in ${meant[0].scope.id}`, meant[0].read);
    }
    if (meant.length === 0 && told !== undefined) {
      return told;
    }
    if (from !== undefined && what === SYSTEMS_MANAGER && meant.length === 0) {
      this.parts.ledger.withoutValue.add(`${name} of Systems Manager`);
    }
    return this.parts.ledger.assumedValue(symbol)
      ?? unknown(`the ${what} ${name} is ${meant.length === 0 ? 'not in the templates' : 'in several templates'}`, symbol);
  }

  /** The value that snapshots of the place have; of a name that has two of them there, none is known. */
  private toldValue(what: string, name: string, place: Place): string | undefined {
    const { exports, parameters } = this.parts.told ?? {};
    const told = what === 'export' ? exports?.get(name) : what === SYSTEMS_MANAGER ? parameters?.get(name) : undefined;
    const there = (told ?? []).filter(({ account, region }) => agree(account, place.account) && agree(region, place.region));
    const values = new Set(there.map(({ value }) => value));
    return values.size === 1 ? [...values][0] : undefined;
  }

  /** The things of one kind by name; undefined while they are looked for. */
  private index(what: string, build: () => [string, Named][]): Index | undefined {
    const known = this.indices.get(what);
    if (known === 'under way') {
      return undefined;
    }
    if (known !== undefined) {
      return known;
    }
    this.indices.set(what, 'under way');
    const index = new Map<string, Named[]>();
    for (const [name, thing] of build()) {
      const others = index.get(name);
      if (others === undefined) {
        index.set(name, [thing]);
      } else {
        others.push(thing);
      }
    }
    this.indices.set(what, index);
    return index;
  }

  private exports(): [string, Named][] {
    return this.parts.index.allScopes().flatMap((scope) => [...scope.sections.outputs].flatMap(([output, raw]): [string, Named][] => {
      const written = entry(entry(raw, 'Export'), 'Name');
      const name = written === undefined ? undefined : scope.value(written);
      return typeof name === 'string' ? [[name, ofOutput(scope, output, raw)]] : [];
    }));
  }

  private outputs(): [string, Named][] {
    return this.parts.roots.flatMap((scope) => [...scope.sections.outputs].map(([output, raw]): [string, Named] =>
      [`${scope.stack?.name ?? ''} ${output}`, ofOutput(scope, output, raw)]));
  }

  private systemsManagerParameters(): [string, Named][] {
    return this.parts.index.written('AWS::SSM::Parameter').flatMap((resource): [string, Named][] => {
      const name = resource.get('Name');
      return typeof name === 'string' ? [[name, named(resource, () => resource.get('Value'))]] : [];
    });
  }

  private carriedValues(): [string, Named][] {
    return this.parts.index.written('Custom::CrossRegionExportWriter').flatMap((writer): [string, Named][] => {
      const exports = nested(writer, 'WriterProps', 'exports');
      const region = literalText(nested(writer, 'WriterProps', 'region'));
      const place = { account: writer.scope.stack?.account, region: region === undefined || hasPlaceholder(region) ? undefined : region };
      return isComposite(exports) && exports.kind === 'map'
        ? exports.keys().map((name): [string, Named] => [name, { ...named(writer, () => exports.get(name)), place }]) : [];
    });
  }
}

function placeOf({ stack }: EvaluationContext): Place {
  return { account: stack?.account, region: stack?.region };
}

function ofOutput(scope: EvaluationContext, output: string, raw: unknown): Named {
  return { scope, place: placeOf(scope), presence: () => presenceOf(scope, raw), read: () => scope.output(output) };
}

function named(resource: TemplateResource, read: () => Value): Named {
  return { scope: resource.scope, place: placeOf(resource.scope), presence: () => resource.presence(), read };
}

function nested(resource: TemplateResource, property: string, key: string): Value {
  const outer = resource.get(property);
  return isComposite(outer) && outer.kind === 'map' ? outer.get(key) : outer;
}

function presenceOf(scope: EvaluationContext, output: unknown): Ternary {
  const condition = entry(output, 'Condition');
  return all([scope.presence(), typeof condition === 'string' ? scope.decide(condition) : 'yes']);
}

/** Tells whether two environments can be the same: one that is not known can be any. */
function agree(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

