/*
 * Models: services of AWS whose endpoints have no private DNS name, so that their usual names do not lead there, and those that have gateway endpoints,
 * some of them alone. Plain data of SERVICES_AS_OF.
 * Sources: the guide of AWS IoT Core, IoTCore-VPC, where AWS CDK's constants say of every service that it has a private name; the constants of AWS CDK.
 */

const WITHOUT_PRIVATE_NAME: ReadonlySet<string> = new Set(['iot.credentials', 'iot.data']);

/** Tells whether an interface endpoint for a service can have private DNS. */
export function canHavePrivateDns(service: string): boolean {
  return !WITHOUT_PRIVATE_NAME.has(service);
}

/** Tells whether a service has gateway endpoints, and with them a prefix list. */
export function hasGatewayEndpoints(service: string): boolean {
  return service === 's3' || service === 'dynamodb' || hasGatewayEndpointsOnly(service);
}

/** Tells whether a service has gateway endpoints and no interface endpoints. */
export function hasGatewayEndpointsOnly(service: string): boolean {
  return service === 's3express';
}
