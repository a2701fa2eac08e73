/*
 * Models: the id of the prefix list that AWS keeps for the service of a gateway endpoint, where it is known before deployment. Rules name the id then, and nothing in a
 * template tells whose it is: the same id can be another service's in another Region.
 */

/** Where an `AWS::EC2::VPCEndpoint` has the id, as a text. */
export const GATEWAY_PREFIX_LIST_METADATA_KEY = 'cdk-lambda-network:prefix-list';
