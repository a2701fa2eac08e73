import type { EvaluationContext } from './evaluation-context';
import { regionOf } from './pseudo-parameters';
import { MACRO, arrayOf, entry, isRawObject } from './raw';
import type { Value } from './value';
import { hasPlaceholder, isComposite, literalText, reasonOf, symbolOf, unknown } from './value';

/*
 * Models: the intrinsic functions that look something up: in a mapping, in other stacks, among the Availability Zones.
 */

export function findInMap(argument: unknown, scope: EvaluationContext): Value {
  const [map, ...others] = arrayOf(argument);
  const keys = [map, ...others.slice(0, 2)].map((key) => scope.value(key));
  const options = others[2];
  const otherwise = isRawObject(options) && Object.hasOwn(options, 'DefaultValue') ? options.DefaultValue : undefined;
  const texts = keys.map(literalText);
  const open = keys.find((_, index) => texts[index] === undefined || hasPlaceholder(texts[index]));
  if (open !== undefined || texts.length < 3) {
    const entries = texts.length < 3 || otherwise !== undefined || texts[0] !== undefined && hasPlaceholder(texts[0]) ? undefined : entriesOf(scope.sections.mappings.get(texts[0] ?? ''), texts);
    return unknown(`which entry of a mapping is meant is not known: ${open === undefined ? 'a key is missing' : reasonOf(open)}`, openSymbol(keys), entries);
  }
  const [name, first, second] = texts as string[];
  const mapping = scope.sections.mappings.get(name);
  const found = entry(entry(mapping, first), second);
  if (found === undefined && (entry(mapping, MACRO) !== undefined || entry(entry(mapping, first), MACRO) !== undefined)) {
    return unknown(`a macro that is not read writes the mapping ${name}`);
  }
  if (found !== undefined && !isLiteral(found)) {
    return unknown(`${first}.${second} of the mapping ${name} is no text and no list of texts, and CloudFormation accepts nothing else there`);
  }
  return found !== undefined ? scope.value(found)
    : otherwise !== undefined ? scope.value(otherwise)
      : { kind: 'missing', what: `${first}.${second} of the mapping ${name}` };
}

/** The texts that an entry can be, when one of its keys is not known; undefined when it can be something else. */
function entriesOf(mapping: unknown, [, first, second]: readonly (string | undefined)[]): readonly string[] | undefined {
  const among = (level: unknown, key: string | undefined) => !isRawObject(level) || MACRO in level ? [undefined]
    : key === undefined || hasPlaceholder(key) ? Object.values(level) : Object.hasOwn(level, key) ? [level[key]] : [];
  const entries = among(mapping, first).flatMap((level) => among(level, second));
  return entries.length > 0 && entries.every((each) => typeof each === 'string') ? [...new Set(entries)] : undefined;
}

/** Tells whether an entry is what a mapping may hold: no function is evaluated there. */
function isLiteral(found: unknown): boolean {
  return Array.isArray(found) ? found.every((item) => typeof item !== 'object' || item === null) : !isRawObject(found);
}

function openSymbol(keys: readonly Value[]): string | undefined {
  const symbols = keys.map(symbolOf);
  return symbols.includes(undefined) ? undefined : `mapping ${symbols.join('.')}`;
}

export function availabilityZones(argument: unknown, scope: EvaluationContext): Value {
  const region = scope.value(argument);
  return typeof region === 'string' ? { kind: 'zones', region: region === '' ? regionOf(scope) : region }
    : unknown(`the Region of the zones is not known: ${reasonOf(region)}`);
}

export function importValue(argument: unknown, scope: EvaluationContext): Value {
  const name = scope.value(argument);
  return typeof name === 'string' ? scope.deployment.crossStack.exportedValue(name, scope)
    : unknown(`the name of an export is not known: ${reasonOf(name)}`, symbolOf(name) === undefined ? undefined : `export ${symbolOf(name)}`);
}

export function getStackOutput(argument: unknown, scope: EvaluationContext): Value {
  const part = (key: string) => scope.value(entry(argument, key) ?? null);
  const [stack, output, region] = [part('StackName'), part('OutputName'), part('Region')];
  if (typeof stack !== 'string' || typeof output !== 'string' || isComposite(region)) {
    return unknown('the output that Fn::GetStackOutput names is not known');
  }
  return scope.deployment.crossStack.stackOutput(stack, output, region === null ? undefined : String(region), scope);
}
