import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Destination } from './destination';

/** The port of NFS, which AWS CDK opens for a file system that names none. */
const NFS = ec2.Port.tcp(2049);

/** Destinations, and the file system that a function mounts: to mount it is to connect to it. */
export function withFileSystem(destinations?: Destination[], filesystem?: lambda.FileSystem): Destination[] | undefined {
  const connections = filesystem?.config.connections;
  return connections === undefined ? destinations : [...destinations ?? [], Destination.connectable(connections, connections.defaultPort ?? NFS)];
}
