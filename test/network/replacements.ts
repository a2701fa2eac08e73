import { ResourceImpact, fullDiff } from '@aws-cdk/cloudformation-diff';

/** What a stack update takes away or replaces, of whatever type, by CloudFormation's rules: each as a type and what happens to it. */
export function fullReplacements(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const found: string[] = [];
  fullDiff(before as never, after as never).resources.forEachDifference((_, change) => {
    if (change.isRemoval) {
      found.push(`${change.oldResourceType} removed`);
    } else if (change.changeImpact === ResourceImpact.WILL_REPLACE || change.changeImpact === ResourceImpact.MAY_REPLACE) {
      found.push(`${change.oldResourceType} replaced`);
    }
  });
  return found.sort();
}
