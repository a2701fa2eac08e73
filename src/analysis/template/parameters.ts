import type { EvaluationContext } from './evaluation-context';
import { arrayOf, entry } from './raw';
import { splitText } from './text-functions';
import type { Value } from './value';
import { NONE, isComposite, isNone, listOf, literalText, symbolOf, unknown } from './value';

/*
 * Models: the parameters of a template: what the nesting stack or the caller gives, otherwise the default, otherwise nothing is
 * known of them but their allowed values. Parameters of the type `AWS::SSM::Parameter::Value<…>` hold the name of a parameter of
 * Systems Manager, which may be defined by the templates.
 */

const LIST_TYPE = /^(?:AWS::SSM::Parameter::Value<)?(?:CommaDelimitedList|List<.*>)>?$/;
const IDS_OF_AWS = /^[a-z]+(-[a-z]+)*-[0-9a-f]{8,17}$/;
const SYSTEMS_MANAGER_TYPE = /^AWS::SSM::Parameter::Value</;

/** The value of a parameter. */
export function parameterValue(name: string, scope: EvaluationContext): Value {
  const declaration = scope.sections.parameters.get(name);
  const type = literalText(scope.value(entry(declaration, 'Type'))) ?? 'String';
  const symbol = `${scope.id}#${name}`;
  const given = givenValue(name, declaration, scope);
  const text = isNone(given) ? withoutValue(name, declaration, symbol, scope) : literalText(given) ?? given;
  const value = SYSTEMS_MANAGER_TYPE.test(type) && !isNone(given) && !isResolved(text) ? systemsManagerValue(text, scope) : text;
  return LIST_TYPE.test(type) ? asList(value) : value;
}

function givenValue(name: string, declaration: unknown, scope: EvaluationContext): Value {
  const given = scope.nesting === undefined ? scope.template.parameters?.get(name) : givenByParent(scope, name);
  if (given !== undefined && !(isComposite(given) && given.kind === 'none')) {
    return given;
  }
  const standard = entry(declaration, 'Default');
  return typeof standard === 'object' ? null : scope.value(standard ?? null);
}

/** The value that a stack gives to a parameter of one nested in it. */
function givenByParent(scope: EvaluationContext, name: string): Value {
  const parameters = scope.nesting?.resource.get('Parameters') ?? null;
  return isComposite(parameters) && parameters.kind === 'map' ? parameters.get(name)
    : isComposite(parameters) && parameters.kind === 'unknown' ? parameters : NONE;
}

function withoutValue(name: string, declaration: unknown, symbol: string, scope: EvaluationContext): Value {
  const written = arrayOf(entry(declaration, 'AllowedValues')).map((allowed) => literalText(scope.value(allowed)));
  if (scope.nesting === undefined) {
    scope.deployment.ledger.withoutValue.add(`${name} of ${scope.id}`);
  }
  const allowed = written.length === 0 || written.includes(undefined) ? undefined : written as string[];
  return scope.deployment.ledger.assumedValue(symbol) ?? unknown(`the parameter ${name} of ${scope.id} has no value`, symbol, allowed);
}

/** Tells whether ids of AWS are given in place of the name of a parameter of Systems Manager: it is what the parameter is resolved to. */
function isResolved(value: Value): boolean {
  return typeof value === 'string' && value.split(',').every((each) => IDS_OF_AWS.test(each.trim()));
}

function systemsManagerValue(name: Value, scope: EvaluationContext): Value {
  return typeof name === 'string' ? scope.deployment.crossStack.systemsManagerValue(name, scope)
    : unknown('the name of the parameter of Systems Manager is not known', symbolOf(name));
}

/** A list of what commas divide. */
function asList(value: Value): Value {
  if (isComposite(value) && value.kind === 'list') {
    return value;
  }
  const list = splitText(',', value);
  return isComposite(list) && list.kind === 'list'
    ? listOf(list.items.map((item) => typeof item === 'string' ? item.trim() : item).filter((item) => item !== '' || list.items.length > 1))
    : list;
}
