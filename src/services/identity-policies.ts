/*
 * Models: the services of AWS of which nothing has a policy of its own, so that only the policies of a caller allow a call. Plain data of SERVICES_AS_OF.
 * Source: IAM User Guide, "AWS services that work with IAM", the services with "No" for policies of resources, and the page "How … works with IAM" of each.
 * Law: a service that is not here may let a caller in by itself.
 */

const WITHOUT_RESOURCE_POLICIES: ReadonlySet<string> = new Set([
  'appconfig', 'appconfigdata', 'athena', 'autoscaling', 'batch', 'codedeploy', 'codepipeline', 'ecs', 'elasticloadbalancing', 'elasticmapreduce', 'kinesis-firehose',
  'monitoring', 'polly', 'rds-data', 'redshift-data', 'scheduler', 'states', 'sync-states', 'textract', 'transcribe', 'transcribestreaming', 'translate',
]);

/** Tells whether nothing but the policies of a caller can allow a call to a service. */
export function needsIdentityPolicy(service: string): boolean {
  return WITHOUT_RESOURCE_POLICIES.has(service);
}
