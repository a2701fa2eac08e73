import { Annotations, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { EncryptionControlOptions } from './encryption-control-options';
import { EncryptionControlExclusion, EncryptionControlMode } from './encryption-control-options';
import { nameTag } from '../../private/name-tag';

/*
 * Models: encryption controls of a VPC.
 * Law: Lambda and the gateways that stand in the VPC are left out of enforcement, and nothing else is unless it is asked for.
 */

/**
 * Controls whether traffic of a VPC is encrypted in transit.
 *
 * Lambda is left out of enforcement, because functions are what the VPC is for, and so are the gateways to the internet that
 * stand in it. Each exclusion that is needed is written, and no other: an exclusion is a hole.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html
 */
export class EncryptionControl extends Construct {
  constructor(scope: Construct, id: string, vpc: ec2.Vpc, options: EncryptionControlOptions) {
    super(scope, id);
    const mode = options.mode ?? EncryptionControlMode.MONITOR;
    const enforces = mode === EncryptionControlMode.ENFORCE;
    const control = new ec2.CfnVPCEncryptionControl(this, 'Control', {
      vpcId: vpc.vpcId, mode, ...enforces ? exclusionsOf(vpc, options.exclusions ?? []) : {},
    });
    Tags.of(control).add('Name', nameTag(scope.node.path));
    if (enforces) {
      // The gateways that are excluded stand before enforcement begins.
      control.node.addDependency(vpc);
      Annotations.of(scope).addWarningV2(
        'cdk-lambda-network:encryptionEnforced',
        'encryption is enforced: deploy EncryptionControlMode.MONITOR first and see what stands in the way, as docs/guides/account-protections.md describes',
      );
    }
  }
}

type Exclusions = Omit<ec2.CfnVPCEncryptionControlProps, 'vpcId' | 'mode' | 'tags'>;

function exclusionsOf(vpc: ec2.Vpc, further: EncryptionControlExclusion[]): Exclusions {
  const inVpc = vpc.node.findAll();
  const enabled = (applies: boolean) => (applies ? 'enable' : 'disable');
  return {
    lambdaExclusionInput: 'enable',
    internetGatewayExclusionInput: enabled(inVpc.some((construct) => construct instanceof ec2.CfnInternetGateway)),
    natGatewayExclusionInput: enabled(inVpc.some((construct) => construct instanceof ec2.CfnNatGateway)),
    egressOnlyInternetGatewayExclusionInput: enabled(inVpc.some((construct) => construct instanceof ec2.CfnEgressOnlyInternetGateway)),
    elasticFileSystemExclusionInput: enabled(further.includes(EncryptionControlExclusion.ELASTIC_FILE_SYSTEM)),
    virtualPrivateGatewayExclusionInput: enabled(further.includes(EncryptionControlExclusion.VIRTUAL_PRIVATE_GATEWAY)),
    vpcLatticeExclusionInput: enabled(further.includes(EncryptionControlExclusion.VPC_LATTICE)),
    vpcPeeringExclusionInput: enabled(further.includes(EncryptionControlExclusion.VPC_PEERING)),
  };
}
