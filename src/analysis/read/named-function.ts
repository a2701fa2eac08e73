import type { ResourceId } from '../model/source';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite } from '../template/value';

/*
 * Models: the functions that other resources name: by ARN, with a version behind it or without, or by a version or an alias of theirs.
 * Law: what is not surely a function of the templates is none.
 */

const FUNCTION_TYPES = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];
const PUBLISHED_TYPES = ['AWS::Lambda::Version', 'AWS::Lambda::Alias'];

/** An alias names a version, which names a function. */
const MAX_STEPS = 3;

/** Finds the functions that values name. */
export class NamedFunctions {
  private readonly resources: ReadonlyMap<ResourceId, Resource>;

  constructor(deployment: Deployment) {
    const found = [...FUNCTION_TYPES, ...PUBLISHED_TYPES].flatMap((type) => deployment.resources(type));
    this.resources = new Map(found.map((resource) => [resource.id, resource]));
  }

  /** Returns the function that a value names; undefined when the templates define no such function, or it is not known. */
  named(value: Value, by: Resource, step = 0): Resource | undefined {
    const resource = this.resources.get(referredTo(value, by) ?? '');
    return resource === undefined || !PUBLISHED_TYPES.includes(resource.type) ? resource
      : step < MAX_STEPS ? this.named(resource.get('FunctionName'), resource, step + 1) : undefined;
  }
}

/** Groups what is said of functions by the function. */
export function byFunction<T>(entries: readonly { readonly id: ResourceId; readonly value: T }[]): ReadonlyMap<ResourceId, readonly T[]> {
  const groups = new Map<ResourceId, T[]>();
  for (const { id, value } of entries) {
    const known = groups.get(id);
    if (known === undefined) {
      groups.set(id, [value]);
    } else {
      known.push(value);
    }
  }
  return groups;
}

/** Reads `!GetAtt Fn.Arn`, `!Ref Version`, `!Sub '${Fn.Arn}:3'`, and `!Ref Fn.Version`, which AWS SAM makes a version of. */
function referredTo(value: Value, by: Resource): ResourceId | undefined {
  if (!isComposite(value)) {
    return undefined;
  }
  if (value.kind === 'text') {
    const [name, qualifier, ...rest] = value.parts;
    return rest.length === 0 && typeof name !== 'string' && name.kind === 'reference' && typeof qualifier === 'string' && /^:[\w-]+$/.test(qualifier) ? name.id : undefined;
  }
  const logicalId = value.kind === 'missing' ? /^(\w+)\.(Version|Alias)$/.exec(value.what)?.[1] : undefined;
  return value.kind === 'reference' ? value.id : logicalId === undefined ? undefined : `${by.scope.id}#${logicalId}`;
}
