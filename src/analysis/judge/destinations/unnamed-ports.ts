import { spellDestination } from './asked-destination';
import type { Requirement } from './requirements';
import { portsOfService } from '../../../services/service-ports';
import type { PortedTransport } from '../../model/traffic';
import { tcp } from '../../model/traffic';

/** The sets of ports that are asked, of which one is enough; none where the name of the destination has them, or nobody knows them. */
export function unnamedPorts({ destination, question }: Requirement): readonly (readonly PortedTransport[])[] {
  if (question === undefined) {
    return [];
  }
  const { ports } = question;
  const sets = ports !== undefined ? [ports] : question.kind !== 'aws-service' ? []
    : portsOfService(question.service).map((way) => way.map(([from, to]) => tcp(from, to)));
  return sets.some((set) => destination.endsWith(spellDestination('', set) || ':443')) ? [] : sets;
}
