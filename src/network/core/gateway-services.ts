/** The services that have gateway endpoints in every network of ours, which cost nothing, and how construct ids name them. */
export const GATEWAY_SERVICES: ReadonlyMap<string, string> = new Map([['s3', 'S3'], ['dynamodb', 'DynamoDb']]);
