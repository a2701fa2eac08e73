import { cidr } from './cidr-function';
import type { EvaluationContext } from './evaluation-context';
import { LazyMap } from './lazy-map';
import { availabilityZones, findInMap, getStackOutput, importValue } from './lookup-functions';
import { MACRO, isRawObject, onlyKey } from './raw';
import { dynamicReference, join, length, select, split, sub, toJsonString } from './text-functions';
import type { Value } from './value';
import { isComposite, listOf, unknown } from './value';
import { deployTimeId } from '../model/source';

/*
 * Models: the intrinsic functions of CloudFormation. What a template writes becomes a value; a function that is not modelled
 * becomes an unknown one.
 */

/** How much of what a macro is given tells it from other ones. */
const MAX_SPELLED = 1_000;

type IntrinsicFunction = (argument: unknown, scope: EvaluationContext) => Value;

const FUNCTIONS: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['Ref', (argument, scope) => typeof argument === 'string' ? scope.ref(argument) : unknown('Ref names nothing')],
  ['Fn::GetAtt', getAtt],
  ['Fn::If', choose],
  ['Fn::Join', join],
  ['Fn::Sub', sub],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Length', length],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::FindInMap', findInMap],
  ['Fn::GetAZs', availabilityZones],
  ['Fn::ImportValue', importValue],
  ['Fn::GetStackOutput', getStackOutput],
  ['Fn::Cidr', cidr],
]);

/** Returns what an expression amounts to. */
export function evaluate(raw: unknown, scope: EvaluationContext): Value {
  if (typeof raw === 'string') {
    return raw.includes('{{resolve:') ? dynamicReference(raw, scope) : raw;
  }
  if (typeof raw === 'number' || typeof raw === 'boolean') {
    return raw;
  }
  if (Array.isArray(raw)) {
    return listOf(raw.map((item) => scope.value(item)).filter((item) => !(isComposite(item) && item.kind === 'none')));
  }
  if (!isRawObject(raw)) {
    return null;
  }
  const key = onlyKey(raw);
  const intrinsic = key === undefined ? undefined : FUNCTIONS.get(key);
  if (intrinsic !== undefined) {
    return intrinsic(raw[key!], scope);
  }
  if (Object.hasOwn(raw, MACRO)) {
    return unknown('what a macro makes of an object is not read', deployTimeId(`${scope.id}#Macro`, JSON.stringify(raw).slice(0, MAX_SPELLED)));
  }
  return key?.startsWith('Fn::') === true ? unknown(`${key} is not evaluated`) : new LazyMap(raw, (inner) => scope.value(inner));
}

function getAtt(argument: unknown, scope: EvaluationContext): Value {
  const parts: unknown[] = typeof argument === 'string' ? divide(argument) : Array.isArray(argument) ? argument : [];
  const [logicalId, attribute] = [parts[0], scope.value(parts.length > 2 ? parts.slice(1).join('.') : parts[1])];
  return typeof logicalId === 'string' && typeof attribute === 'string' ? scope.attribute(logicalId, attribute)
    : unknown('the attribute that Fn::GetAtt names is not known');
}

/** The short form writes the two with a dot between them; attributes may have dots of their own. */
function divide(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function choose(argument: unknown, scope: EvaluationContext): Value {
  const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument as unknown[] : [];
  if (typeof name !== 'string') {
    return unknown('Fn::If names no condition');
  }
  const decision = scope.decide(name);
  return decision === 'yes' ? scope.value(whenTrue)
    : decision === 'no' ? scope.value(whenFalse)
      : unknown(`the condition ${name} of ${scope.id} is not decided`);
}
