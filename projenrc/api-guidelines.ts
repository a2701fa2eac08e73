import type { Project } from 'projen';
import { JsonFile } from 'projen';

/** What awslint may not hold against the API, each with the reason. */
const EXCEPTIONS: Record<string, string> = {
  '*:aws-cdk-lib*': 'types of aws-cdk-lib that our signatures lead to',
  'prefer-ref-interface:*': 'VPCs, subnets, groups, roles and functions are asked for routes, rules and policies, which only the L2 interfaces have',
};

/** Configure awslint. */
export function addApiGuidelines(project: Project): void {
  new JsonFile(project, 'awslint.json', { obj: { exclude: Object.keys(EXCEPTIONS) }, marker: false });
}
