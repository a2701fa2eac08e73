import { MACRO, entry, isRawObject, objectOf } from './raw';
import type { Remark } from './reading-notes';
import { SERVERLESS_TRANSFORM } from './sam';

/*
 * Models: what CloudFormation refuses of the form of a template, as far as it would otherwise be passed over here: sections and resources that are no
 * objects, resources without a type that is written, loops and types of SAM without their transform.
 * Law: what is remarked on is never read as if it were right, and is never left out in silence.
 */

const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'];

/** How types are called; those of custom resources have names of one's own. */
const TYPE = /^(Custom::[\w@-]+|[A-Za-z0-9]{2,64}(::[A-Za-z0-9]{2,64}){2}(::MODULE)?)$/;

/** The types of AWS that are read, in any spelling, and as they are spelt. */
const READ = { anyhow: /^aws::(lambda|serverless|ec2)::/i, spelt: /^AWS::(Lambda|Serverless|EC2)::[A-Z]/ };

const LOOP = /^Fn::ForEach::/;

/** A remark on a template, or on one of its resources. */
type StructureRemark = Remark & { readonly logicalId?: string };

/** Returns what CloudFormation refuses of the form of a template. */
export function structureRemarks(body: unknown, transforms: readonly unknown[]): StructureRemark[] {
  const sections = SECTIONS.filter((name) => entry(body, name) !== undefined && entry(body, name) !== null && !isRawObject(entry(body, name)))
    .map((name) => invalid(undefined, `the section ${name} is no object, and nothing in it is read`, 'write it as an object, with a name for each entry'));
  const isServerless = transforms.includes(SERVERLESS_TRANSFORM);
  return [...sections, ...Object.entries(objectOf(entry(body, 'Resources'))).flatMap(([logicalId, raw]) => remarkOn(logicalId, raw, isServerless) ?? [])];
}

function remarkOn(logicalId: string, raw: unknown, isServerless: boolean): StructureRemark | undefined {
  if (LOOP.test(logicalId)) {
    return invalid(undefined, `the loop ${logicalId} is not unrolled: the template has no transform AWS::LanguageExtensions`, 'add the transform AWS::LanguageExtensions');
  }
  if (logicalId === MACRO) {
    return undefined;
  }
  if (!isRawObject(raw)) {
    return invalid(logicalId, 'the resource is no object, and is not read', 'write it as an object with a Type');
  }
  return remarkOnType(logicalId, raw, isServerless) ?? remarkOnParts(logicalId, raw);
}

function remarkOnType(logicalId: string, raw: object, isServerless: boolean): StructureRemark | undefined {
  const type = entry(raw, 'Type');
  if (typeof type !== 'string') {
    return entry(raw, MACRO) !== undefined ? undefined
      : invalid(logicalId, `the resource has no Type that is ${type === undefined ? 'written' : 'a text'}, and is not read`, 'write its Type as a text: CloudFormation evaluates nothing there');
  }
  if (!TYPE.test(type) || READ.anyhow.test(type) && !READ.spelt.test(type)) {
    return invalid(logicalId, `there is no resource type '${type.slice(0, 100)}', so the resource is not read`, 'write the Type as CloudFormation spells it: capitals count');
  }
  return type.startsWith('AWS::Serverless::') && !isServerless
    ? invalid(logicalId, `the resource is of SAM, and the template has no transform ${SERVERLESS_TRANSFORM}`, `add Transform: ${SERVERLESS_TRANSFORM}`) : undefined;
}

function remarkOnParts(logicalId: string, raw: object): StructureRemark | undefined {
  const [properties, condition] = [entry(raw, 'Properties'), entry(raw, 'Condition')];
  if (properties !== undefined && properties !== null && !isRawObject(properties)) {
    return invalid(logicalId, 'its Properties are no object, and are not read', 'write them as an object');
  }
  return condition !== undefined && typeof condition !== 'string'
    ? invalid(logicalId, 'its Condition is not the name of a condition, and is not read', 'define the condition in the section Conditions, and write its name') : undefined;
}

function invalid(logicalId: string | undefined, reason: string, mend: string): StructureRemark {
  return { ...logicalId === undefined ? {} : { logicalId }, reason, mend, isInvalid: true };
}
