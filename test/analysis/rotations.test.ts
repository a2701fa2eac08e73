import type { Network } from './event-sources/networks';
import { NETWORKS, ref, report, verdicts, withProperties } from './event-sources/networks';
import { codesOf, mendsOf } from './judging';
import type { Resources } from './read/reading';

/*
 * E2: functions that rotate secrets. Sources: Secrets Manager User Guide, "Network access for AWS Lambda rotation function" and "Rotation by Lambda function"; CloudFormation,
 * AWS::SecretsManager::RotationSchedule (HostedRotationLambda) and AWS::SecretsManager::SecretTargetAttachment, with their examples; the parameters of the applications as AWS CDK gives them.
 */

const joined = { 'Fn::Join': [',', [ref('One'), ref('Two')]] };

const DATABASE: Resources = {
  Subnets: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'of the database', SubnetIds: [ref('One'), ref('Two')] }],
  Database: ['AWS::RDS::DBInstance', { DBInstanceClass: 'db.m6g.large', Engine: 'postgres', DBSubnetGroupName: ref('Subnets'), VPCSecurityGroups: [ref('DatabaseGroup')] }],
  DatabaseGroup: ['AWS::EC2::SecurityGroup', {
    GroupDescription: 'of the database', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: ref('SourceGroup') }],
  }],
  Secret: ['AWS::SecretsManager::Secret', {}],
  Attachment: ['AWS::SecretsManager::SecretTargetAttachment', { SecretId: ref('Secret'), TargetId: ref('Database'), TargetType: 'AWS::RDS::DBInstance' }],
};

const HOSTED: Resources = {
  ...DATABASE,
  Rotation: ['AWS::SecretsManager::RotationSchedule', {
    SecretId: ref('Secret'), HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser', VpcSecurityGroupIds: ref('SourceGroup'), VpcSubnetIds: joined },
  }],
};

const LOCATION = { ApplicationId: 'arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser', SemanticVersion: '1.1.367' };

function applied(Location: object = LOCATION, parameters: object = {}): Resources {
  return {
    ...DATABASE,
    Rotation: ['AWS::Serverless::Application', {
      Location, Parameters: { endpoint: { 'Fn::Sub': 'https://secretsmanager.${AWS::Region}.${AWS::URLSuffix}' }, functionName: 'rotation', vpcSubnetIds: joined, vpcSecurityGroupIds: ref('SourceGroup'), ...parameters },
    }],
    Schedule: ['AWS::SecretsManager::RotationSchedule', { SecretId: ref('Attachment'), RotationLambdaARN: { 'Fn::GetAtt': ['Rotation', 'Outputs.RotationLambdaARN'] } }],
  };
}

const kindsIn = (resources: Resources, logicalId = 'Rotation') =>
  Object.fromEntries(Object.entries(verdicts(resources, logicalId)).map(([destination, { verdict }]) => [destination, verdict]));

describe.each([['that Secrets Manager hosts', HOSTED], ['of the application repository', applied()]])('E2: a rotation %s', (_, rotation) => {
  test.each<[Network, string]>([['isolated', 'blocked'], ['NAT', 'reachable'], ['endpoints', 'reachable'], ['public', 'blocked']])('in a network that is %s: Secrets Manager is %s', (network, verdict) => {
    expect(kindsIn({ ...NETWORKS[network], ...rotation })).toEqual({ 'secretsmanager': verdict, 'Database:5432': 'reachable' });
  });

  test('needs a rule of the database', () => {
    const found = verdicts(withProperties({ ...NETWORKS.endpoints, ...rotation }, 'DatabaseGroup', { SecurityGroupIngress: [] }), 'Rotation')['Database:5432'];
    expect([found.verdict, codesOf(found)]).toEqual(['blocked', ['SG_HAS_NO_RULES']]);
  });

  test('needs a rule of the endpoint', () => {
    const found = verdicts(withProperties({ ...NETWORKS.endpoints, ...rotation }, 'EndpointGroup', { SecurityGroupIngress: [] }), 'Rotation').secretsmanager;
    expect([found.verdict, codesOf(found)]).toEqual(['blocked', ['SG_HAS_NO_RULES']]);
  });

  test('is an entry with a kind, and the findings on functions are not about it', () => {
    const { functions, findings } = report({ ...NETWORKS.endpoints, ...rotation }, { Transform: 'AWS::Serverless-2016-10-31' });
    expect(functions.filter(({ logicalId }) => logicalId === 'Rotation')).toMatchObject([{ kind: 'secret-rotation' }]);
    expect(findings.filter(({ resource }) => resource === 'Rotation')).toEqual([]);
  });

  test('leaves functions in its subnets alone', () => {
    const handler: Resources = {
      Handler: ['AWS::Lambda::Function', { Handler: 'index.handler', VpcConfig: { SubnetIds: [ref('One'), ref('Two')], SecurityGroupIds: [ref('SourceGroup')] } }],
    };
    expect(verdicts({ ...NETWORKS.endpoints, ...rotation, ...handler }, 'Handler').secretsmanager.verdict).toBe('reachable');
  });
});

describe('E2: a rotation', () => {
  test('outside of any VPC does not reach the database, and the advice names its properties', () => {
    const found = verdicts({ ...NETWORKS.endpoints, ...withProperties(HOSTED, 'Rotation', { HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' } }) }, 'Rotation')['Database:5432'];
    expect([found.verdict, codesOf(found)]).toEqual(['blocked', ['LAMBDA_NOT_IN_VPC']]);
    expect(mendsOf(found)).toContain('VpcSubnetIds and VpcSecurityGroupIds of HostedRotationLambda');
  });

  test('of a secret that nothing is attached to is inconclusive', () => {
    const { Attachment: _, ...resources } = HOSTED;
    const found = verdicts({ ...NETWORKS.endpoints, ...resources }, 'Rotation')['the database of the secret'];
    expect([found.verdict, mendsOf(found)]).toEqual(['inconclusive', expect.stringContaining('SecretTargetAttachment')]);
  });

  test('of a database that no template defines is inconclusive', () => {
    const resources = withProperties({ ...NETWORKS.endpoints, ...applied() }, 'Attachment', { TargetId: 'shop-database' });
    expect(kindsIn(resources)).toEqual({ 'secretsmanager': 'reachable', 'the database of the secret': 'inconclusive' });
  });

  test('that calls an endpoint by its own name: with private DNS the usual name leads there as well', () => {
    const endpoint = { 'Fn::Sub': 'https://${Secrets}.secretsmanager.${AWS::Region}.${AWS::URLSuffix}' };
    const resources = { ...NETWORKS.endpoints, ...applied(LOCATION, { endpoint }) };
    expect(kindsIn(resources)).toEqual({ 'secretsmanager': 'reachable', 'Database:5432': 'reachable' });
    expect(kindsIn(withProperties(resources, 'Secrets', { PrivateDnsEnabled: false }))).toEqual({ 'secretsmanager': 'inconclusive', 'Database:5432': 'reachable' });
  });

  test('for several users is handed the secret of another one, and needs no more', () => {
    const location = { ...LOCATION, ApplicationId: LOCATION.ApplicationId.replace('Single', 'Multi') };
    expect(kindsIn({ ...NETWORKS.endpoints, ...applied(location, { masterSecretArn: ref('Secret') }) })).toEqual({ 'secretsmanager': 'reachable', 'Database:5432': 'reachable' });
  });

  test.each([
    'arn:aws:serverlessrepo:us-east-1:111122223333:applications/SecretsManagerRDSPostgreSQLRotationSingleUser', 'arn:aws:serverlessrepo:us-east-1:297356227824:applications/other',
  ])('is not taken for one of AWS when it is %s: nothing is known of it', (ApplicationId) => {
    const { functions, findings } = report({ ...NETWORKS.endpoints, ...applied({ ...LOCATION, ApplicationId }) });
    expect(functions.filter(({ logicalId }) => logicalId === 'Rotation')).toEqual([]);
    expect(findings.filter(({ code }) => code === 'LAMBDA_COMPUTE_NOT_READ')).toMatchObject([{ resource: 'Rotation' }]);
  });

  test('by a function of the template is that function', () => {
    const resources: Resources = { ...DATABASE, Schedule: ['AWS::SecretsManager::RotationSchedule', { SecretId: ref('Secret'), RotationLambdaARN: { 'Fn::GetAtt': ['Handler', 'Arn'] } }] };
    expect(report({ ...NETWORKS.endpoints, ...resources }).functions.map(({ logicalId }) => logicalId)).toEqual(['Handler']);
  });
});
