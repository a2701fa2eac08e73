/*
 * Models: the names of endpoint services. A service of AWS in the Region itself is called by its endpoint name; whatever else
 * endpoints lead to keeps its full name.
 */

const FULL_NAMES = [
  /^(?:cn\.)?com\.amazonaws\.([^.]+)\.(.+)$/,
  /^aws\.(?:sagemaker|api)\.([^.]+)\.(.+)$/,
];

/** Services that are in no Region. */
const GLOBAL_NAME = /^com\.amazonaws\.(s3-global\..+)$/;

/**
 * The endpoint name of a service of AWS in a Region, such as `secretsmanager`.
 *
 * @returns undefined for services in other Regions and for those of others
 */
export function awsServiceOf(name: string, region: string): string | undefined {
  const everywhere = GLOBAL_NAME.exec(name)?.[1];
  const found = FULL_NAMES.map((pattern) => pattern.exec(name)).find((match) => match !== null);
  return everywhere ?? (found !== undefined && !found[2].includes('vpce-svc-') && isRegion(found[1], region) ? found[2] : undefined);
}

/** Whether a name is of the Region. Where the Region is not known, the name of any Region is taken to be its. */
function isRegion(found: string, region: string): boolean {
  return found === region || found.startsWith('${') || region.startsWith('${') && /^[a-z]{2}(-[a-z]+)+-\d+$/.test(found);
}
