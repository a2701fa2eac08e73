import type { RawObject } from './raw';
import { entry, isRawObject, objectOf } from './raw';
import { eventSourceMappingsOf } from './sam-event-sources';

/*
 * Models: what the transform of AWS SAM makes of the resources that networks are made of: settings in `Globals` go into each
 * resource of their kind. Objects are merged, lists are put one behind the other, and of other values that of the resource counts.
 * See "Globals section of the AWS SAM template" in the developer guide.
 */

export const SERVERLESS_TRANSFORM = 'AWS::Serverless-2016-10-31';

/** The kinds of which networks are made, by the type they are of. */
const KINDS: ReadonlyMap<string, string> = new Map(
  ['Function', 'CapacityProvider', 'NetworkConnector', 'WebFunction'].map((kind) => [`AWS::Serverless::${kind}`, kind]),
);

const MAX_DEPTH = 100;

/** The resources with what `Globals` says of them, and the event source mappings that their events become. */
export function expandServerless(resources: ReadonlyMap<string, unknown>, globals: unknown): ReadonlyMap<string, unknown> {
  const merged = [...resources].map(([logicalId, raw]) => [logicalId, withGlobals(raw, globals)] as const);
  return new Map([...merged.flatMap(([logicalId, raw]) => eventSourceMappingsOf(logicalId, raw)), ...merged]);
}

function withGlobals(raw: unknown, globals: unknown): unknown {
  const type = entry(raw, 'Type');
  const kind = typeof type === 'string' ? KINDS.get(type) : undefined;
  const shared = kind === undefined ? undefined : heeded(entry(globals, kind), entry(raw, 'IgnoreGlobals'));
  return isRawObject(shared) ? { ...objectOf(raw), Properties: merge(shared, objectOf(entry(raw, 'Properties')), 0) } : raw;
}

/** The settings for all but those that the resource says it ignores: `*` is all of them. */
function heeded(shared: unknown, ignored: unknown): unknown {
  return ignored === '*' ? undefined
    : isRawObject(shared) && Array.isArray(ignored) ? Object.fromEntries(Object.entries(shared).filter(([name]) => !ignored.includes(name))) : shared;
}

function merge(shared: unknown, own: unknown, depth: number): unknown {
  if (Array.isArray(shared) && Array.isArray(own)) {
    return [...shared as unknown[], ...own as unknown[]];
  }
  if (!isRawObject(shared) || !isRawObject(own) || depth > MAX_DEPTH || isFunction(shared) || isFunction(own)) {
    return own;
  }
  return Object.fromEntries([...Object.entries(shared), ...Object.entries(own)].map(([key, value]) =>
    [key, Object.hasOwn(own, key) && Object.hasOwn(shared, key) ? merge(shared[key], own[key], depth + 1) : value]));
}

/** Tells whether an object is a function of CloudFormation, which is replaced as a whole. */
function isFunction(raw: RawObject): boolean {
  const [key, ...others] = Object.keys(raw);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'));
}
