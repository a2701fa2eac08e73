import { MACRO, entry, isRawObject, objectOf } from '../template/raw';
import type { TemplateInput, TemplateSet } from '../template/template-input';

/*
 * Models: the file that `--params` takes, with a place for everything that has no value: parameters of templates without a default, and parameters of
 * Systems Manager that no template defines. A value is null until somebody writes one.
 */

const SYSTEMS_MANAGER_TYPE = /^AWS::SSM::Parameter::Value</;
const DYNAMIC_REFERENCE = /\{\{resolve:ssm:([^:{}]+)(?::\d+)?\}\}/g;

/** What AWS publishes is no part of a network of one's own. */
const PUBLISHED = /^\/aws\/service\/|^\/cdk-bootstrap\//;

/** The skeleton of the file: by template, where several have such parameters. */
export function parameterSkeleton({ templates }: TemplateSet): object {
  const named = [...new Set(templates.flatMap(systemsManagerNames))].sort();
  const own = templates.map((template) => ({ name: template.name, places: placesOf(withoutValue(template)) }))
    .filter(({ places }) => Object.keys(places).length > 0);
  const values = own.length === 1 ? own[0].places : Object.fromEntries(own.map(({ name, places }) => [name, places]));
  const defined = new Set(templates.flatMap(definedNames));
  const given = new Set(templates.flatMap(({ parameters }) => [...parameters?.keys() ?? []]));
  return { ...values, ...placesOf(named.filter((name) => !defined.has(name) && !given.has(name))) };
}

function placesOf(names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, null]));
}

function withoutValue({ body, parameters }: TemplateInput): string[] {
  return Object.entries(objectOf(entry(body, 'Parameters')))
    .filter(([name, declaration]) => name !== MACRO && isRawObject(declaration) && entry(declaration, 'Default') === undefined && parameters?.has(name) !== true)
    .map(([name]) => name);
}

/** The names under which a template, or one nested in it, looks something up in Systems Manager. */
function systemsManagerNames({ body, nested, parameters }: TemplateInput): string[] {
  const written = [...JSON.stringify(body).matchAll(DYNAMIC_REFERENCE)].map(([, name]) => name);
  const declared = Object.entries(objectOf(entry(body, 'Parameters'))).filter(([, declaration]) => SYSTEMS_MANAGER_TYPE.test(String(entry(declaration, 'Type'))))
    .map(([name, declaration]) => parameters?.get(name) ?? entry(declaration, 'Default'));
  const names = [...written, ...declared].filter((name): name is string => typeof name === 'string' && !PUBLISHED.test(name));
  return [...names, ...[...nested.values()].flatMap(systemsManagerNames)];
}

function definedNames({ body, nested }: TemplateInput): string[] {
  const own = Object.values(objectOf(entry(body, 'Resources'))).filter((raw) => entry(raw, 'Type') === 'AWS::SSM::Parameter')
    .map((raw) => entry(entry(raw, 'Properties'), 'Name')).filter((name): name is string => typeof name === 'string');
  return [...own, ...[...nested.values()].flatMap(definedNames)];
}
