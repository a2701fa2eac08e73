import type { TemplateResource } from './evaluation-context';
import { LazyMap } from './lazy-map';
import { regionOf } from './pseudo-parameters';
import { isRawObject, isSameData } from './raw';
import type { TextValue, Value } from './value';
import { concatenate, isComposite, isNone, listOf, literalText } from './value';

/*
 * Models: the calls that an AWS custom resource of AWS CDK makes: texts of JSON under `Create` and `Update`, with references in the places that only a deployment
 * knows. What it does at its deletion has no effect while it is deployed. The custom resource is known by its texts, whatever its type is called.
 * Law: a call is read as a whole or not at all: what it does on behalf of another role, or in an unknown Region, is not read.
 */

/** A call of an AWS service. */
export interface ApiCall {
  /** As version 3 of the SDK calls it, such as `ec2`. */
  readonly service: string;

  /** With a capital first letter, such as `CreateRoute`. */
  readonly action: string;
  readonly parameters: Value;

  /** Tells whether it is certain that the call is made with the resource's own account, in its own Region. */
  readonly isHere: boolean;
}

/** What a custom resource calls while it is deployed. */
export interface ApiCalls {
  /** The call that makes the resource. */
  readonly calls: readonly ApiCall[];

  /** Tells whether an update calls something else, so that it is not known which of them is in effect. */
  readonly changes: boolean;
}

const OCCASIONS = ['Create', 'Update', 'Delete'];
const CUSTOM = /^(Custom::|AWS::CloudFormation::CustomResource$)/;

/** The calls of a custom resource; undefined for one that is none of AWS CDK's, or has a text that is not read. */
export function apiCallsOf(resource: TemplateResource): ApiCalls | undefined {
  if (!CUSTOM.test(resource.type)) {
    return undefined;
  }
  const written = OCCASIONS.map((occasion) => resource.get(occasion))
    .map((value) => isNone(value) ? undefined : { value, call: readCall(value, resource) });
  if (written.every((each) => each === undefined) || written.some((each) => each !== undefined && each.call === undefined)) {
    return undefined;
  }
  const [create, update] = written;
  const calls = [create, update].flatMap((each) => each?.call ?? []);
  return create !== undefined && update !== undefined && isSameData(create.value, update.value)
    ? { calls: [create.call!], changes: false } : { calls, changes: update !== undefined };
}

function readCall(value: Value, resource: TemplateResource): ApiCall | undefined {
  const call = parse(value);
  const [service, action] = [literalText(entryAt(call, 'service')), literalText(entryAt(call, 'action'))];
  if (service === undefined || action === undefined) {
    return undefined;
  }
  const region = entryAt(call, 'region');
  return {
    service: service.replace(/^@aws-sdk\/client-/, '').toLowerCase(),
    action: `${action.charAt(0).toUpperCase()}${action.slice(1)}`.replace(/Command$/, ''),
    parameters: entryAt(call, 'parameters'),
    isHere: isNone(entryAt(call, 'assumedRoleArn')) && (isNone(region) || literalText(region) === regionOf(resource.scope)),
  };
}

function entryAt(value: Value | undefined, key: string): Value {
  return isComposite(value ?? null) && (value as { kind: string }).kind === 'map' ? (value as LazyMap).get(key) : null;
}

/** The data of a text of JSON, with what is not known before deployment in its places. */
function parse(value: Value): Value | undefined {
  const parts = typeof value === 'string' ? [value] : isComposite(value) && value.kind === 'text' ? value.parts : [];
  const marked = parts.map((part, index) => typeof part === 'string' ? part : mark(index)).join('');
  try {
    return restore(JSON.parse(marked) as unknown, parts);
  } catch {
    return undefined;
  }
}

/** Two characters for private use, which no template writes. */
function mark(index: number): string {
  return `\uE000${index}\uE001`;
}

function restore(data: unknown, parts: TextValue['parts']): Value {
  if (Array.isArray(data)) {
    return listOf(data.map((item) => restore(item, parts)));
  }
  if (isRawObject(data)) {
    return new LazyMap(data, (inner) => restore(inner, parts));
  }
  if (typeof data !== 'string') {
    return typeof data === 'number' || typeof data === 'boolean' ? data : null;
  }
  // as the first version of AWS CDK writes them
  const written = /^(TRUE|FALSE):BOOLEAN$/.exec(data)?.[1];
  return written !== undefined ? written === 'TRUE'
    : concatenate(data.split(/(\uE000\d+\uE001)/).map((piece) => piece.startsWith('\uE000') ? parts[Number(piece.slice(1, -1))] : piece));
}
