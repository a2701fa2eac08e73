import { familyName } from './address-set';
import { unless } from './obstacles';
import type { AddressFamily } from '../model/address-block';
import type { ResourceQuestion } from '../model/question';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: whether what listens has addresses of a family at all, wherever it is.
 * Law: all that is meant has them, as a name may lead to any of it.
 */

/** Returns what is in the path of reaching a resource over a family. */
export function answersOver({ name, listeners = [] }: ResourceQuestion, family: AddressFamily): readonly Obstacle[] {
  const found = listeners.find(({ families }) => families?.[family] === 'no') ?? listeners.find(({ families }) => families?.[family] === 'unknown');
  if (found?.families === undefined) {
    return [];
  }
  const { [family]: has, because, mend } = found.families;
  const other = familyName(family === 'ipv4' ? 'ipv6' : 'ipv4');
  return unless(has, {
    code: 'RESOURCE_NO_ADDRESS_FAMILY', source: found.source,
    detail: `${name} ${has === 'no' ? 'has no' : 'may have no'} ${familyName(family)} addresses: ${because}`,
    mend: mend === undefined ? `reach ${name} over ${other}` : `${mend} of ${describeSource(found.source)}, or reach it over ${other}`,
  });
}
