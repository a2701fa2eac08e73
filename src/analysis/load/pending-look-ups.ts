import { arrayOf, entry, objectOf } from '../template/raw';
import type { TemplateInput } from '../template/template-input';

/*
 * Models: what an app has yet to look up in an account, and so whether its templates hold stand-ins where networks are described. Such templates are
 * never deployed: the CDK command line looks the values up and synthesizes again.
 * Law: a look-up excuses nothing unless its stand-in can be part of a network that is judged.
 */

/** Providers whose values are never part of a network: images of instances, and where names and keys are kept. */
const BESIDE_THE_NETWORK: ReadonlySet<unknown> = new Set(['ami', 'hosted-zone', 'key-provider']);

const ZONES = 'availability-zones';

/** What AWS CDK writes in place of zones that it does not know: `dummy1a` and so on. */
const STAND_IN_ZONE = /"dummy1[a-z]"/;

/** Tells whether templates hold stand-ins for parts of a network, given the manifests of their assembly and of those in it. */
export function awaitsLookups(manifests: readonly unknown[], templates: readonly TemplateInput[]): boolean {
  const providers = manifests.flatMap((manifest) => arrayOf(entry(manifest, 'missing'))).map((missing) => entry(missing, 'provider'));
  return providers.some((provider) => provider !== ZONES && !BESIDE_THE_NETWORK.has(provider))
    // a VPC asks for the zones of its stack's environment even when all of its own are named
    || providers.includes(ZONES) && templates.some(hasStandInZones);
}

function hasStandInZones({ body, nested }: TemplateInput): boolean {
  return STAND_IN_ZONE.test(JSON.stringify(objectOf(entry(body, 'Resources')))) || [...nested.values()].some(hasStandInZones);
}
