import type { LambdaExtension } from '../../services/lambda-extensions';
import { LAMBDA_EXTENSIONS } from '../../services/lambda-extensions';
import { entryOf, itemsOf } from '../template/coerce';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, isNone, literalText } from '../template/value';

/*
 * Models: the extensions that a function has, told by the names of its layers.
 * Law: a layer of which the name is not known is none of them.
 */

/** The known extensions of a function. */
export function extensionsOf(resource: Resource): readonly LambdaExtension[] {
  const layers = itemsOf(resource.get('Layers'));
  const variables = entryOf(resource.get('Environment'), 'Variables');
  return LAMBDA_EXTENSIONS.filter(({ layer, unless = [] }) =>
    layers.some((each) => isLayer(each, layer)) && unless.every((name) => isNone(entryOf(variables, name))));
}

/** The account and the Region of a layer may be known only during deployment. */
function isLayer(value: Value, name: RegExp): boolean {
  if (isComposite(value) && value.kind === 'unknown') {
    return value.allowed !== undefined && value.allowed.length > 0 && value.allowed.every((each) => name.test(each));
  }
  const parts = isComposite(value) && value.kind === 'text' ? value.parts : [literalText(value) ?? ''];
  return name.test(parts.map((part) => typeof part === 'string' ? part : '').join(''));
}
