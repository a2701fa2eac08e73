/*
 * Models: which services of AWS answer over IPv6. Plain data, of SERVICES_AS_OF.
 * Sources: the page "AWS services that support IPv6" of the Amazon VPC User Guide; the dual-stack hosts of botocore 1.44.8; the guides of Amazon S3, AWS IoT Core,
 * Amazon Cognito, Amazon SES, AWS KMS and others, the General Reference, and the AWS PrivateLink guide, where the first page is silent or disagrees.
 * Law: a service that is not here is unknown, and so is one of which sources disagree, or that has IPv6 in some Regions or for some of its endpoints.
 * A public endpoint with IPv6 addresses nearly always has another name, `<service>.<Region>.api.aws`; the endpoint of a VPC has them when its IpAddressType says so.
 */

/** What is known of a service and IPv6. */
export type Ipv6Support = 'yes' | 'partial' | 'no' | 'unknown';

/** Services with public endpoints that have IPv6 addresses. */
const PUBLIC_YES: ReadonlySet<string> = new Set([
  'access-analyzer', 'acm', 'acm-pca', 'apigateway', 'appconfig', 'appconfigdata', 'application-autoscaling', 'applicationinsights', 'appmesh', 'apprunner', 'athena',
  'auditmanager', 'autoscaling-plans', 'b2bi', 'backup', 'batch', 'bcm-data-exports', 'bcm-pricing-calculator', 'billingconductor', 'braket', 'cassandra',
  'cassandra-streams', 'ce', 'cleanrooms', 'cleanrooms-ml', 'cloudcontrolapi', 'cloudformation', 'cloudhsmv2', 'cloudtrail', 'codebuild', 'codecommit', 'codedeploy',
  'codeguru-profiler', 'cognito-identity', 'cognito-idp', 'comprehend', 'comprehendmedical', 'compute-optimizer', 'config', 'controltower', 'cost-optimization-hub',
  'databrew', 'dataexchange', 'datasync', 'datazone', 'detective', 'dlm', 'drs', 'ds', 'dsql', 'ebs', 'ecr.api', 'ecs', 'eks', 'elasticbeanstalk', 'elasticfilesystem',
  'elasticloadbalancing', 'email', 'email-smtp', 'entityresolution', 'events', 'fsx', 'gameliftstreams', 'grafana', 'greengrass', 'groundstation', 'guardduty',
  'healthlake', 'iam', 'imagebuilder', 'inspector2', 'internetmonitor', 'iot.data', 'iotfleetwise', 'iotwireless.api', 'kendra', 'kinesis-firehose', 'kinesis-streams',
  'kms', 'lambda', 'launchwizard', 'license-manager', 'lightsail', 'logs', 'm2', 'macie2', 'mediaconnect', 'mediaconvert', 'migrationhub-orchestrator', 'monitoring',
  'mq', 'networkmanager', 'notifications', 'oam', 'organizations', 'outposts', 'pca-connector-ad', 'pca-connector-scep', 'pi', 'pinpoint-sms-voice-v2', 'polly',
  'pricing.api', 'profile', 'qbusiness', 'ram', 'rbin', 'rds', 'rds-data', 'redshift', 'rekognition', 'repostspace', 'resource-explorer-2', 'resource-groups',
  'rolesanywhere', 'route53', 's3', 's3-outposts', 'secretsmanager', 'securityhub', 'securitylake', 'servicecatalog', 'servicediscovery', 'sns', 'social-messaging',
  'sqs', 'ssm', 'ssm-incidents', 'ssm-sap', 'states', 'storagegateway', 'sts', 'swf', 'synthetics', 'tagging', 'textract', 'transcribe', 'transcribestreaming',
  'transfer', 'translate', 'trustedadvisor', 'verifiedpermissions', 'vpc-lattice', 'wafv2', 'wellarchitected', 'workmail', 'workspaces', 'xray',
]);

/** Those that have them in some Regions, for some of their endpoints, or by one source alone. */
const PUBLIC_PARTIAL: ReadonlySet<string> = new Set([
  'airflow.api', 'airflow.env', 'airflow.ops', 'analytics-omics', 'aps', 'aps-workspaces', 'bedrock', 'bedrock-agent', 'bedrock-agent-runtime', 'bedrock-runtime',
  'codeartifact.api', 'codeartifact.repositories', 'control-storage-omics', 'deadline.management', 'deadline.scheduling', 'discovery', 'dynamodb', 'dynamodb-streams',
  'ec2', 'ecr.dkr', 'elasticmapreduce', 'execute-api', 'geo.geofencing', 'geo.maps', 'geo.metadata', 'geo.places', 'geo.routes', 'geo.tracking', 'git-codecommit',
  'glue', 'identitystore', 'iot.api', 'iot.credentials', 'iot.tunneling.api', 'iotsitewise.api', 'iotsitewise.data', 'iottwinmaker.api', 'iottwinmaker.data',
  'lakeformation', 'medical-imaging', 'personalize', 'personalize-events', 'personalize-runtime', 'pinpoint', 'route53profiles', 'runtime-medical-imaging',
  'sagemaker.api', 'sagemaker.featurestore-runtime', 'sagemaker.metrics', 'sagemaker.runtime', 'storage-omics', 'sync-states', 'tags-omics', 'transfer.server',
  'workflows-omics',
]);

/** Those that have none. */
const PUBLIC_NO: ReadonlySet<string> = new Set([
  'appstream.api', 'appsync-api', 'directconnect', 'dms', 'elasticache', 'grafana-workspace', 'network-firewall', 'shield',
]);

/** Services of which an interface endpoint can have IPv6 addresses. */
const PRIVATE_YES: ReadonlySet<string> = new Set([
  'access-analyzer', 'account', 'acm-pca', 'apigateway', 'appconfig', 'appconfigdata', 'application-autoscaling', 'applicationinsights', 'apprunner', 'athena',
  'auditmanager', 'autoscaling-plans', 'b2bi', 'backup', 'batch', 'bcm-data-exports', 'bcm-pricing-calculator', 'billingconductor', 'braket', 'cassandra',
  'cassandra-streams', 'ce', 'cleanrooms', 'cleanrooms-ml', 'cloudcontrolapi', 'cloudformation', 'cloudhsmv2', 'cloudtrail', 'codebuild', 'codecommit', 'codedeploy',
  'codeguru-profiler', 'comprehend', 'comprehendmedical', 'compute-optimizer', 'config', 'controltower', 'cost-optimization-hub', 'databrew', 'dataexchange', 'datasync',
  'datazone', 'directconnect', 'dlm', 'dms', 'drs', 'ds', 'dsql', 'ebs', 'ecs', 'eks', 'elasticache', 'elasticbeanstalk', 'elasticfilesystem', 'elasticmapreduce',
  'email', 'entityresolution', 'events', 'experiments', 'freetier', 'fsx', 'gameliftstreams', 'glue', 'grafana', 'groundstation', 'guardduty', 'healthlake',
  'imagebuilder', 'inspector2', 'internetmonitor', 'iot.data', 'iotfleetwise', 'iotwireless.api', 'kendra-ranking', 'kinesis-firehose', 'kinesis-streams', 'kms',
  'lakeformation', 'lambda', 'launchwizard', 'license-manager', 'lightsail', 'logs', 'm2', 'macie2', 'mediaconvert', 'migrationhub-orchestrator', 'monitoring', 'mq',
  'network-firewall', 'notifications', 'organizations', 'outposts', 'partner-app', 'pca-connector-ad', 'pca-connector-scep', 'pi', 'pinpoint-sms-voice-v2', 'polly',
  'profile', 'ram', 'rbin', 'rds-data', 'rekognition', 'repostspace', 'resource-groups', 'rolesanywhere', 'route53', 's3', 'secretsmanager', 'securityhub',
  'securitylake', 'servicecatalog', 'servicediscovery', 'shield', 'sns', 'sqs', 'ssm', 'ssm-incidents', 'ssm-sap', 'states', 'storagegateway', 'sts', 'swf',
  'synthetics', 'tagging', 'textract', 'transcribe', 'transcribestreaming', 'transfer', 'translate', 'trustedadvisor', 'verifiedpermissions', 'vpc-lattice', 'wafv2',
  'wellarchitected', 'workmail', 'workspaces', 'xray',
]);

/** Those of which it cannot. */
const PRIVATE_NO: ReadonlySet<string> = new Set([
  'acm', 'appmesh', 'ec2', 'ecr.api', 'ecr.dkr', 'elasticloadbalancing', 'greengrass', 'kendra', 'networkmanager', 'pricing.api', 'rds', 's3-outposts',
  'social-messaging',
]);

/** Tells whether the public endpoints of a service have IPv6 addresses. */
export function publicIpv6(service: string): Ipv6Support {
  return PUBLIC_YES.has(service) ? 'yes' : PUBLIC_PARTIAL.has(service) ? 'partial' : PUBLIC_NO.has(service) ? 'no' : 'unknown';
}

/** Tells whether an interface endpoint for a service can have IPv6 addresses. */
export function privateIpv6(service: string): Ipv6Support {
  return PRIVATE_YES.has(service) ? 'yes' : PRIVATE_NO.has(service) ? 'no' : 'unknown';
}
