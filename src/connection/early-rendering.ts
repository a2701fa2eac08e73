import type { CfnElement, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { DefaultTokenResolver, Reference, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/*
 * Models: an element of a template as it is before synthesis.
 * Law: to look at it changes nothing. AWS CDK keeps the first value of what it calls a stable lazy value, and what somebody adds later would be left out.
 */

/** The method that every element of a template has, though the CDK does not show it. */
interface Renderable {
  _toCloudFormation(): object;
}

/** Render an element, with its tokens resolved in some way. */
export function renderElement(element: CfnElement, resolver: EarlyResolver): unknown {
  return renderValue((element as unknown as Renderable)._toCloudFormation(), element, resolver);
}

/** Render a value as an element would have it. */
export function renderValue(value: unknown, scope: IConstruct, resolver: EarlyResolver): unknown {
  return Tokenization.resolve(value, { scope, resolver, preparing: true }) as unknown;
}

/** The form of an intrinsic function: AWS CDK takes it for a value of any type, also where a property is a number. */
export interface StandIn {
  readonly Ref: string;
}

/** Resolves as usual, tells of references, and forgets again what lazy values would remember. */
export abstract class EarlyResolver extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const reference = coupledReference(token) ?? token;
    const standIn = Reference.isReference(reference) ? this.onReference(reference) : undefined;
    if (standIn !== undefined) {
      return standIn;
    }
    const fresh = lazyValuesOf(token).filter(({ _cached }) => _cached === undefined);
    const resolved = super.resolveToken(token, context, postProcessor) as unknown;
    fresh.filter(({ _cached }) => _cached !== undefined).forEach((lazy) => lazy._cached = undefined);
    return resolved;
  }

  /** Be told of a reference; what is returned takes its place. */
  protected abstract onReference(reference: Reference): StandIn | undefined;
}

/** The members in which a lazy value of AWS CDK keeps what it was; newer versions have it in a box. */
interface LazyValue {
  _cached?: unknown;
  readonly inner?: LazyValue;
}

function lazyValuesOf(token: IResolvable): LazyValue[] {
  const lazy = token as LazyValue;
  return lazy.inner === undefined ? [lazy] : [lazy, lazy.inner];
}

/** The reference inside a token that says how strongly two stacks are coupled. */
function coupledReference(token: IResolvable): unknown {
  return (token as { readonly reference?: unknown }).reference;
}
