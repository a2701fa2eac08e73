import type { Domain } from '../model/dns';
import type { Known } from '../model/known';
import { known, notKnown } from '../template/coerce';
import { regionOf } from '../template/pseudo-parameters';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { hasPlaceholder, literalText, reasonOf } from '../template/value';

/** What stands for the Region of the network in a domain. */
export const REGION = '{region}';

const ANY_REGION = /(^|\.)[a-z]{2}(-[a-z]+)+-\d+(?=\.)/;

/** A domain of a template. The Region is that of the template; where that is not known, any that is written is taken to be it. */
export function domainOf(value: Value, { scope }: Resource): Known<Domain> {
  const text = literalText(value)?.toLowerCase().replace(/(?<=.)\.$/, '');
  if (text === undefined) {
    return notKnown(reasonOf(value));
  }
  const region = regionOf(scope).toLowerCase();
  const placed = hasPlaceholder(region) ? text.replace(region, REGION).replace(ANY_REGION, `$1${REGION}`) : text.replace(new RegExp(`(?<=^|\\.)${region}(?=\\.)`), REGION);
  const domain = placed.replace('${aws::urlsuffix}', 'amazonaws.com');
  return hasPlaceholder(domain) ? notKnown(`'${text}' is known during deployment only`) : known(domain);
}
