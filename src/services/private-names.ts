/*
 * Models: services of AWS whose endpoints have no private DNS name, so that their usual names do not lead there, and those that have gateway endpoints,
 * some of them alone. Plain data of SERVICES_AS_OF.
 * Sources: the guides of AWS IoT Core (IoTCore-VPC) and Amazon DynamoDB (privatelink-streams: no private DNS), where AWS CDK's constants say of every
 * service that it has a private name; what AWS answers to an endpoint for Amazon DynamoDB with private DNS, as reported: the service does not provide a
 * private DNS name; the constants of AWS CDK.
 */

const WITHOUT_PRIVATE_NAME: ReadonlySet<string> = new Set(['dynamodb', 'dynamodb-fips', 'dynamodb-streams', 'iot.credentials', 'iot.data']);

/** Services that have gateway endpoints, those with interface endpoints too among them. */
const WITH_GATEWAY: ReadonlySet<string> = new Set(['dynamodb', 's3', 's3express']);

/** Tells whether an interface endpoint for a service can have private DNS. */
export function canHavePrivateDns(service: string): boolean {
  return !WITHOUT_PRIVATE_NAME.has(service);
}

/** Tells whether a service has gateway endpoints, and with them a prefix list; AWS refuses one for any other. */
export function hasGatewayEndpoints(service: string): boolean {
  return WITH_GATEWAY.has(service);
}

/** Tells whether a service has gateway endpoints and no interface endpoints. */
export function hasGatewayEndpointsOnly(service: string): boolean {
  return service === 's3express';
}
