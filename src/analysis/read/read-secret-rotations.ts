import type { Attachment } from './attachments';
import { namedIn } from './event-sources';
import { isRotationApplication } from './rotation-applications';
import type { DeclaredDestination } from '../model/declared-destination';
import type { Known } from '../model/network';
import type { ResourceId } from '../model/source';
import { tcp } from '../model/traffic';
import { entryOf, idOf, known, ternaryOf, textOf } from '../template/coerce';
import { separatedByCommas } from '../template/comma-separated';
import type { Deployment } from '../template/deployment';
import { listeningPorts } from '../template/listening-ports';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { NONE, isComposite, isNone, literalText, reasonOf } from '../template/value';

/*
 * Models: functions that rotate secrets and that no template shows: those that Secrets Manager makes of `HostedRotationLambda`, and those of an application of the AWS Serverless
 * Application Repository, which is handed subnets and groups as parameters. They call Secrets Manager, and the database of the secret on its port.
 * Sources, of 28 November 2026: Secrets Manager User Guide, rotation-function-network-access, rotate-secrets_turn-on-cfn; CloudFormation, AWS::SecretsManager::RotationSchedule and
 * AWS::SecretsManager::SecretTargetAttachment; the parameters of the applications, as AWS CDK gives them.
 * Refuses: to guess at the database of a secret that nothing is attached to.
 */

/** A function that rotates secrets, by the resource that makes it. */
export interface SecretRotation {
  readonly rotation: Resource;
  readonly attachment: Attachment;
  readonly needs: readonly DeclaredDestination[];
}

/** The settings of a rotation. */
interface Settings {
  readonly rotation: Resource;
  readonly subnets: Value;
  readonly securityGroups: Value;

  /** The address of Secrets Manager; none for the usual one. */
  readonly endpoint: Value;
}

/** The types of databases that secrets are attached to: CloudFormation, `TargetType`. */
const DATABASES = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::RDS::DBProxy', 'AWS::Redshift::Cluster', 'AWS::DocDB::DBInstance', 'AWS::DocDB::DBCluster'];

/** The usual address of Secrets Manager. */
const USUAL_ENDPOINT = /^https:\/\/secretsmanager\./;

/** The rotations that templates tell of. */
export function readSecretRotations(deployment: Deployment): readonly SecretRotation[] {
  const applications = new Map([...byId(deployment, 'AWS::Serverless::Application')].filter(([, resource]) => isRotationApplication(resource)));
  const rotations = new Map<ResourceId, SecretRotation>();
  for (const schedule of deployment.resources('AWS::SecretsManager::RotationSchedule')) {
    const settings = settingsOf(schedule, applications);
    if (settings !== undefined) {
      const { rotation } = settings;
      const before = rotations.get(rotation.id);
      const needs = before?.needs ?? [secretsManager(settings, deployment)];
      rotations.set(rotation.id, { rotation, attachment: attachmentOf(settings), needs: [...needs, ...databasesOf(schedule, deployment)] });
    }
  }
  return [...rotations.values()];
}

function byId(deployment: Deployment, ...types: readonly string[]): ReadonlyMap<ResourceId, Resource> {
  return new Map(types.flatMap((type) => deployment.resources(type)).map((resource) => [resource.id, resource]));
}

/** Returns the settings of a rotation; undefined where a function rotates that templates show, or nobody. */
function settingsOf(schedule: Resource, applications: ReadonlyMap<ResourceId, Resource>): Settings | undefined {
  const hosted = schedule.get('HostedRotationLambda');
  if (!isNone(hosted)) {
    return { rotation: schedule, subnets: entryOf(hosted, 'VpcSubnetIds'), securityGroups: entryOf(hosted, 'VpcSecurityGroupIds'), endpoint: NONE };
  }
  const application = namedIn(schedule.get('RotationLambdaARN'), applications);
  const parameter = (name: string): Value => entryOf(application!.get('Parameters'), name);
  return application === undefined ? undefined
    : { rotation: application, subnets: parameter('vpcSubnetIds'), securityGroups: parameter('vpcSecurityGroupIds'), endpoint: parameter('endpoint') };
}

function attachmentOf({ subnets, securityGroups }: Settings): Attachment {
  return isNone(subnets) && isNone(securityGroups) ? { kind: 'none' }
    : { kind: 'vpc', subnets: idsIn(subnets), securityGroups: idsIn(securityGroups), ipv6Allowed: 'no' };
}

/** Ids are handed over as one text, with commas between them. */
function idsIn(value: Value): Known<readonly ResourceId[]> {
  const ids = isNone(value) ? [] : separatedByCommas(value).map(idOf);
  const unknown = ids.find((id) => !id.known);
  return unknown?.known === false ? unknown : known(ids.flatMap((id) => id.known ? [id.value] : []));
}

function secretsManager({ endpoint }: Settings, deployment: Deployment): DeclaredDestination {
  const isUsual = isNone(endpoint) || USUAL_ENDPOINT.test(beginningOf(endpoint));
  const named = isUsual ? undefined : namedIn(endpoint, byId(deployment, 'AWS::EC2::VPCEndpoint'));
  // the usual name leads to an endpoint with private DNS, and a VPC has one such
  return isUsual || named !== undefined && ternaryOf(named.get('PrivateDnsEnabled'), 'no') === 'yes' ? { kind: 'aws-service', service: 'secretsmanager' } : {
    kind: 'unreadable', text: 'secretsmanager', reason: 'the rotation calls Secrets Manager at an address of its own, and where that leads is not judged',
    mend: 'leave the endpoint out, and give the interface endpoint for secretsmanager its private DNS name',
  };
}

function beginningOf(value: Value): string {
  return literalText(value) ?? (isComposite(value) && value.kind === 'text' && typeof value.parts[0] === 'string' ? value.parts[0] : '');
}

/** The databases of a secret: what it is attached to. */
function databasesOf(schedule: Resource, deployment: Deployment): readonly DeclaredDestination[] {
  const secret = schedule.get('SecretId');
  const attachments = byId(deployment, 'AWS::SecretsManager::SecretTargetAttachment');
  const own = namedIn(secret, attachments);
  const plain = namedIn(secret, byId(deployment, 'AWS::SecretsManager::Secret'));
  const found = own !== undefined ? [own]
    : plain === undefined ? [] : [...attachments.values()].filter((attachment) => namedIn(attachment.get('SecretId'), new Map([[plain.id, plain]])) !== undefined);
  return found.length === 0
    ? [unreadable(`no template tells of which database the secret is${isComposite(secret) && secret.kind === 'unknown' ? `: ${reasonOf(secret)}` : ''}`)]
    : found.map((attachment) => databaseOf(attachment, deployment));
}

function databaseOf(attachment: Resource, deployment: Deployment): DeclaredDestination {
  const target = attachment.get('TargetId');
  const database = namedIn(target, byId(deployment, ...DATABASES));
  if (database === undefined) {
    const name = textOf(target);
    return unreadable(`no template defines the database ${name.known ? name.value : ''}, to which the secret is attached`.replace(/ +,/, ','));
  }
  const ports = listeningPorts(database)?.ports;
  return ports?.known === true ? { kind: 'listener', id: database.id, name: database.logicalId, ports: ports.value.slice(0, 1).map((port) => tcp(port)) }
    : unreadable(`on which port ${database.logicalId} listens is not known${ports === undefined ? '' : `: ${ports.reason}`}`);
}

function unreadable(reason: string): DeclaredDestination {
  return {
    kind: 'unreadable', text: 'the database of the secret', reason,
    mend: 'attach the secret to its database with AWS::SecretsManager::SecretTargetAttachment, and judge it together with the template that defines the database',
  };
}
