import { MACRO, arrayOf, entry, isRawObject, objectOf } from './raw';
import type { Rewriting } from './template-sections';

/*
 * Models: the transforms of a template, and what may make another template of it: macros of one's own, `AWS::Include`, and macros in places where
 * they may add to the template.
 * Law: a macro that stands in a resource makes that resource and nothing else. `AWS::Include` leaves its type as it is written; any macro is taken to,
 * where what is written is no part of a network (docs/MODEL.md).
 */

/** Transforms of which it is known what they do, or that they do nothing to networks. */
const KNOWN_TRANSFORMS = /^AWS::(Serverless-2016-10-31|LanguageExtensions|CodeDeployBlueGreen|SecretsManager-.*|CodeStar|DevOpsGuru.*|EKS.*)$/;

/** Types that are no part of a network, and that no one writes as a placeholder. */
const BESIDE_NETWORKS = /^AWS::(?!EC2::|CloudFormation::|ElasticLoadBalancing|Route53|NetworkFirewall|NetworkManager|VpcLattice|ServiceCatalog::|RAM::)/;

const PROCESSED = 'judge what is made of it: aws cloudformation get-template --template-stage Processed writes the processed template of a stack or of a change set';

/** The transforms of a template, in their order. */
export function transformsOf(body: unknown): readonly unknown[] {
  const transform = entry(body, 'Transform');
  return transform === undefined ? [] : Array.isArray(transform) ? transform : [transform];
}

/** Returns what may make another template of one. */
export function foreignTransform(body: unknown): Rewriting | undefined {
  const foreign = transformsOf(body).find((transform) => typeof transform !== 'string' || !KNOWN_TRANSFORMS.test(transform));
  if (foreign !== undefined) {
    return { reason: `the transform ${nameOf(foreign)} may change the template in ways that are not read`, mend: PROCESSED };
  }
  const included = ['Resources', 'Conditions', 'Mappings', 'Outputs', 'Parameters'].find((name) => addsToSection(entry(body, name)));
  if (included !== undefined || entry(body, MACRO) !== undefined) {
    return { reason: `Fn::Transform in ${included ?? 'the template'} adds something that is not read`, mend: PROCESSED };
  }
  const [changed] = Object.entries(objectOf(entry(body, 'Resources'))).find(([, raw]) => mayBecomeAnother(raw)) ?? [];
  return changed === undefined ? undefined : { reason: `Fn::Transform in ${changed} may make another resource of it`, mend: PROCESSED };
}

/** Tells whether a resource is made by a macro, which leaves its type as it is. */
export function isMadeByMacro(raw: unknown): boolean {
  return entry(raw, MACRO) !== undefined;
}

function addsToSection(section: unknown): boolean {
  return entry(section, MACRO) !== undefined;
}

function mayBecomeAnother(raw: unknown): boolean {
  const macro = entry(raw, MACRO);
  const type = entry(raw, 'Type');
  return macro !== undefined && !(typeof type === 'string' && (BESIDE_NETWORKS.test(type) || arrayOf(Array.isArray(macro) ? macro : [macro]).every(includes)));
}

function includes(macro: unknown): boolean {
  return nameOf(macro) === 'AWS::Include';
}

function nameOf(transform: unknown): string {
  const name = isRawObject(transform) ? entry(transform, 'Name') : transform;
  return typeof name === 'string' ? name : 'of unknown name';
}
