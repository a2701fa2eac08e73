import type { EvaluationContext } from './evaluation-context';
import { toPlain } from './plain';
import { arrayOf, isRawObject, objectOf } from './raw';
import type { Value } from './value';
import { concatenate, isComposite, listOf, literalText, reasonOf, symbolOf, textOfLength, unknown } from './value';

/*
 * Models: the intrinsic functions on texts and lists. Parts of a text that are not known stay where they are; an id contains no
 * comma and no bar, so a text is divided there with ids in it, and nowhere else.
 */

const DYNAMIC_REFERENCE = /\{\{resolve:[^{}]*\}\}/g;
const SYSTEMS_MANAGER = /^\{\{resolve:ssm:([^:{}]+)(?::\d+)?\}\}$/;

/** Separators that ids never contain. */
const NEVER_IN_IDS = /^[,|; ]+$/;

/** A text with references to parameters of Systems Manager, or to secrets. */
export function dynamicReference(text: string, scope: EvaluationContext): Value {
  const parts: Value[] = [];
  let end = 0;
  for (const { 0: reference, index } of text.matchAll(DYNAMIC_REFERENCE)) {
    parts.push(text.slice(end, index), resolved(reference, scope));
    end = index + reference.length;
  }
  return parts.length === 0 ? unknown('the dynamic reference is resolved during deployment', text) : concatenate([...parts, text.slice(end)]);
}

function resolved(reference: string, scope: EvaluationContext): Value {
  const name = SYSTEMS_MANAGER.exec(reference)?.[1];
  return name === undefined ? scope.root.template.parameters?.get(reference) ?? unknown(`${reference} is resolved during deployment`, reference)
    : scope.deployment.crossStack.systemsManagerValue(name, scope);
}

export function join(argument: unknown, scope: EvaluationContext): Value {
  const [separator, list] = pair(argument, scope);
  if (typeof separator !== 'string' || !isComposite(list) || list.kind !== 'list') {
    return unknown(`what Fn::Join joins is not known: ${reasonOf(typeof separator === 'string' ? list : separator)}`);
  }
  const joined = concatenate(list.items.flatMap((item, index) => index === 0 ? [item] : [separator, item]));
  return typeof joined === 'string' && joined.includes('{{resolve:') ? dynamicReference(joined, scope) : joined;
}

export function sub(argument: unknown, scope: EvaluationContext): Value {
  const [text, variables] = Array.isArray(argument) ? argument as unknown[] : [argument, {}];
  if (typeof text !== 'string' || !isRawObject(variables)) {
    return unknown('Fn::Sub has no text');
  }
  const parts: Value[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{([^${}]*)\}/g)) {
    parts.push(text.slice(end, match.index), variable(match[1].trim(), objectOf(variables), scope));
    end = match.index + match[0].length;
  }
  const whole = concatenate([...parts, text.slice(end)]);
  return typeof whole === 'string' && whole.includes('{{resolve:') ? dynamicReference(whole, scope) : whole;
}

function variable(name: string, variables: Readonly<Record<string, unknown>>, scope: EvaluationContext): Value {
  if (name.startsWith('!')) {
    return `\${${name.slice(1)}}`;
  }
  if (Object.hasOwn(variables, name)) {
    return scope.value(variables[name]);
  }
  const dot = name.indexOf('.');
  return dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
}

export function select(argument: unknown, scope: EvaluationContext): Value {
  const [position, list] = pair(argument, scope);
  const index = Number(literalText(position) ?? NaN);
  if (!Number.isInteger(index) || !isComposite(list)) {
    return unknown('what Fn::Select selects is not known');
  }
  if (list.kind === 'zones') {
    return list.region.includes('$') ? `\${Availability Zone ${index}}` : `\${Availability Zone ${index} of ${list.region}}`;
  }
  if (list.kind === 'list') {
    return index >= 0 && index < list.items.length ? list.items[index] : { kind: 'missing', what: `item ${index} of a list of ${list.items.length}` };
  }
  const symbol = symbolOf(list);
  return unknown(reasonOf(list), symbol === undefined ? undefined : `${symbol}[${index}]`);
}

export function split(argument: unknown, scope: EvaluationContext): Value {
  const [separator, text] = pair(argument, scope);
  return typeof separator === 'string' && separator !== '' ? splitText(separator, text) : unknown('what divides a text is not known');
}

/** The pieces of a text. */
export function splitText(separator: string, text: Value): Value {
  const literal = literalText(text);
  const parts = literal !== undefined ? [literal] : isComposite(text) && text.kind === 'text' ? text.parts : [text];
  const pieces: Value[][] = [[]];
  for (const part of parts) {
    if (typeof part === 'string') {
      const [first, ...others] = divide(part, separator);
      pieces[pieces.length - 1].push(first);
      for (const other of others) {
        pieces.push([other]);
      }
    } else if (isComposite(part) && part.kind === 'reference' && NEVER_IN_IDS.test(separator)) {
      pieces[pieces.length - 1].push(part);
    } else {
      const symbol = symbolOf(text);
      return unknown(reasonOf(text), symbol === undefined ? undefined : `${symbol} at '${separator}'`);
    }
  }
  return listOf(pieces.map(concatenate));
}

/** The pieces of a text whose pseudo parameters are left whole. */
function divide(text: string, separator: string): string[] {
  if (!text.includes('${')) {
    return text.split(separator);
  }
  const pieces = [''];
  for (const fragment of text.split(/(\$\{[^}]*\})/)) {
    const [first, ...others] = fragment.startsWith('${') ? [fragment] : fragment.split(separator);
    pieces[pieces.length - 1] += first;
    for (const other of others) {
      pieces.push(other);
    }
  }
  return pieces;
}

export function length(argument: unknown, scope: EvaluationContext): Value {
  const list = scope.value(argument);
  return isComposite(list) && list.kind === 'list' ? list.items.length : unknown(`the length of a list is not known: ${reasonOf(list)}`);
}

export function toJsonString(argument: unknown, scope: EvaluationContext): Value {
  const plain = toPlain(scope.value(argument));
  return plain.known ? textOfLength(JSON.stringify(plain.value)) : unknown(plain.reason);
}

function pair(argument: unknown, scope: EvaluationContext): [Value, Value] {
  const [one, other] = arrayOf(argument);
  return [scope.value(one), scope.value(other)];
}

