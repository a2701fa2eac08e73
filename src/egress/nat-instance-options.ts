import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** The places of NAT instances, and what they are. */
export interface NatInstanceEgressOptions {
  /**
   * How many NAT instances, in the first zones of the network.
   *
   * @default - one for each zone
   */
  readonly count?: number;

  /**
   * The zones that get a NAT instance, named as in `Zones`; `a`, `b` … in an environment-agnostic stack.
   *
   * @default - the first `count` zones
   */
  readonly zones?: string[];

  /**
   * The type of the instances.
   *
   * @default - t4g.nano
   */
  readonly instanceType?: ec2.InstanceType;

  /**
   * The image of the instances: any Linux with cloud-init, systemd and `/usr/bin/python3`, as Amazon Linux 2023, Debian and Ubuntu are.
   *
   * Its architecture is that of the `instanceType`, which is arm64 unless you choose another one; Amazon EC2 refuses any other.
   *
   * The user data installs no package. It writes a service that has the kernel translate addresses, at each boot.
   *
   * @default - the newest Amazon Linux 2023 at each deployment, which replaces the instances when there is a newer one
   */
  readonly machineImage?: ec2.IMachineImage;

  /**
   * The name of the root device in the image, whose volume is then of type gp3 and encrypted: of 8 GiB, or as large as in a `machineImage` of your own.
   *
   * It is a fact of the image: `aws ec2 describe-images --image-ids <id> --query 'Images[].RootDeviceName'` says it. Another name would add
   * a second volume.
   *
   * @default - `/dev/xvda`, as in Amazon Linux; with a `machineImage` of your own the volume is as the image and the account have it
   */
  readonly rootDeviceName?: string;
}
